import type { Job } from '../../index.js';
import type { Shell } from '../command.js';

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
  write: (text: string) => void = text => {
    shell.out(text);
  }
): Promise<number> {
  const signal = shell.interrupted();
  let endsLine = true;
  try {
    for await (const { text } of job.logChunks({ follow: true, signal })) {
      write(text);
      endsLine = text.endsWith('\n');
    }
    if (!endsLine) write('\n');
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
