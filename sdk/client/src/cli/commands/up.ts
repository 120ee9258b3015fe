import { loadLocalWorkspace } from '../../local-workspace/index.js';
import { defineCommand } from '../define-command.js';

export const up = defineCommand({
  name: 'up',
  summary: 'start the local workspace in the background',
  async run(_, shell) {
    const local = await loadLocalWorkspace();
    const service = await local.up();
    shell.line(`The local workspace runs at ${service.origin} (process ${service.pid}).`);
    shell.line(local.describe(service).python);
    return 0;
  }
});
