import { defineCommand } from '../define-command.js';
import { jsonOption } from '../json-option.js';
import { json } from '../table.js';
import { jobArgument } from './job-data.js';

export const download = defineCommand({
  name: 'download',
  summary: "download a job's outputs and logs into a folder",
  arguments: {
    name: jobArgument,
    dir: { description: 'the folder, created if it does not exist', completes: 'folder' }
  },
  options: {
    output: { kind: 'text', value: 'O', description: 'download this output only' },
    json: jsonOption
  },
  async run({ arguments: { name, dir }, options }, shell) {
    const workspace = await shell.connect();
    const files = await workspace.jobs.download(name, dir, { output: options.output });
    if (options.json) shell.out(json(files));
    else if (files.length === 0) shell.say(`Job '${name}' has no files.`);
    else if (shell.isTerminal('stdout')) for (const file of files) shell.line(file);
    else shell.write(files.map(file => `${file}\n`).join(''));
    return 0;
  }
});
