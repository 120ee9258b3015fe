import { readArguments } from '../arguments.js';
import type { Command } from '../command.js';
import { json } from '../table.js';
import { jobData } from './job-data.js';

export const cancel: Command = {
  usage: 'carry cancel NAME [--json]',
  summary: 'end a job and everything it started',
  async run(args, shell) {
    const { values, positionals } = readArguments(args, {
      usage: cancel.usage,
      positionals: ['NAME'],
      options: { json: { type: 'boolean' } }
    });
    const [name = ''] = positionals;
    const job = await (await shell.connect()).jobs.get(name);
    await job.cancel();
    shell.out(values.json ? json(jobData(job)) : `Job '${name}' is ${job.status}.\n`);
    return 0;
  }
};
