import { loadLocalWorkspace } from '../../local-workspace/index.js';
import { defineCommand } from '../define-command.js';
import { jsonOption } from '../json-option.js';
import { json } from '../table.js';

export const restore = defineCommand({
  name: 'restore',
  summary: 'restore a backup of the local workspace into an empty folder (CARRY_HOME)',
  arguments: { file: { description: "an archive of 'carry backup'", completes: 'file' } },
  options: { json: jsonOption },
  async run({ arguments: { file }, options }, shell) {
    const restored = await (await loadLocalWorkspace()).restore(file);
    const { home, blobs, createdAt } = restored;
    if (options.json) shell.out(json(restored));
    else {
      shell.line(`${home} has the workspace of ${createdAt} with ${blobs} blobs.`);
      shell.line("Start it with 'carry up'; jobs that were queued then start.");
    }
    return 0;
  }
});
