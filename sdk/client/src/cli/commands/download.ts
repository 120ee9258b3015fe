import { readArguments } from '../arguments.js';
import type { Command } from '../command.js';
import { json } from '../table.js';

export const download: Command = {
  usage: 'carry download NAME DIR [--output O] [--json]',
  summary: "download a job's outputs and logs into a folder",
  async run(args, shell) {
    const { values, positionals } = readArguments(args, {
      usage: download.usage,
      positionals: ['NAME', 'DIR'],
      options: { output: { type: 'string' }, json: { type: 'boolean' } }
    });
    const [name = '', dir = ''] = positionals;
    const workspace = await shell.connect();
    const files = await workspace.jobs.download(name, dir, { output: values.output });
    if (values.json) shell.out(json(files));
    else if (files.length === 0) shell.say(`Job '${name}' has left no files behind.`);
    else shell.out(files.map(file => `${file}\n`).join(''));
    return 0;
  }
};
