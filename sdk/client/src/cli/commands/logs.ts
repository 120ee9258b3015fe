import { readArguments } from '../arguments.js';
import type { Command } from '../command.js';
import { follow } from './follow.js';

export const logs: Command = {
  usage: 'carry logs NAME [-f] [--file F]',
  summary: "print a job's log; with -f until the job ends",
  async run(args, shell) {
    const { values, positionals } = readArguments(args, {
      usage: logs.usage,
      positionals: ['NAME'],
      options: { follow: { type: 'boolean', short: 'f' }, file: { type: 'string' } }
    });
    const [name = ''] = positionals;
    const job = await (await shell.connect()).jobs.get(name);
    if (values.follow && values.file === undefined) return follow(job, shell);
    for await (const { text } of job.logChunks(values)) shell.out(text);
    return 0;
  }
};
