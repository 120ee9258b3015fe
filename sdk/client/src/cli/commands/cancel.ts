import { defineCommand } from '../define-command.js';
import { jsonOption } from '../json-option.js';
import { json } from '../table.js';
import { jobArgument, jobData } from './job-data.js';

export const cancel = defineCommand({
  name: 'cancel',
  summary: 'end a job and every process that it started',
  arguments: { name: jobArgument },
  options: { json: jsonOption },
  async run({ arguments: { name }, options }, shell) {
    const job = await (await shell.connect()).jobs.get(name);
    await job.cancel();
    if (options.json) shell.out(json(jobData(job)));
    else shell.line(`Job '${name}' is ${job.status}.`);
    return 0;
  }
});
