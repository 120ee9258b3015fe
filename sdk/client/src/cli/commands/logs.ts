import { defineCommand } from '../define-command.js';
import { follow } from './follow.js';
import { jobArgument } from './job-data.js';
import { printLog } from './print-log.js';

export const logs = defineCommand({
  name: 'logs',
  summary: "print a job's log; with -f until the job ends",
  arguments: { name: jobArgument },
  options: {
    follow: { kind: 'flag', short: 'f', description: 'print new lines until the job ends' },
    file: { kind: 'text', value: 'F', description: 'print this log file of the job' }
  },
  async run({ arguments: { name }, options }, shell) {
    const job = await (await shell.connect()).jobs.get(name);
    if (options.follow && options.file === undefined) return follow(job, shell);
    await printLog(job.logBytes(options), shell);
    return 0;
  }
});
