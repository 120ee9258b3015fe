import { loadLocalWorkspace } from '../../local-workspace/index.js';
import { defineCommand } from '../define-command.js';

export const up = defineCommand({
  name: 'up',
  summary: 'start the local workspace in the background',
  async run(_, shell) {
    const { origin, pid } = await (await loadLocalWorkspace()).up();
    shell.line(`The local workspace runs at ${origin} (process ${pid}).`);
    return 0;
  }
});
