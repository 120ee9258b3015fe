import type { Job } from '../../index.js';
import type { OutputStream, Shell } from '../command.js';
import { printLog } from './print-log.js';

/** The exit code of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/**
 * Writes a job's log as it grows and returns 0 once the job has completed. Ctrl-C stops following, not the job.
 *
 * @throws CarryError `JobFailed`, `JobCanceled`
 */
export async function follow(
  job: Job,
  shell: Shell,
  stream: OutputStream = 'stdout'
): Promise<number> {
  const signal = shell.interrupted();
  try {
    await printLog(job.logBytes({ follow: true, signal }), shell, stream);
    await job.completed({ signal });
    return 0;
  } catch (error) {
    if (!signal.aborted) throw error;
    shell.say(
      `Job '${job.name}' continues. Follow it with 'carry logs ${job.name} -f', end it with 'carry cancel ${job.name}'.`
    );
    return INTERRUPTED;
  }
}
