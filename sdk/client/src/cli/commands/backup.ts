import { loadLocalWorkspace } from '../../local-workspace/index.js';
import { defineCommand } from '../define-command.js';
import { jsonOption } from '../json-option.js';
import { json } from '../table.js';

export const backup = defineCommand({
  name: 'backup',
  summary: 'write the whole local workspace into a tar archive, also while it runs',
  arguments: { file: { description: 'the archive, a new file', completes: 'file' } },
  options: { json: jsonOption },
  async run({ arguments: { file }, options }, shell) {
    const made = await (await loadLocalWorkspace()).backup(file);
    if (options.json) shell.out(json(made));
    else {
      shell.line(`${made.file} has the workspace with ${made.blobs} blobs (${made.bytes} bytes).`);
      shell.line("It contains the workspace's secret: keep it where only you can read it.");
    }
    for (const path of made.leftOut)
      shell.say(`Left out, because it is a special file or leads outside: ${path}`);
    return 0;
  }
});
