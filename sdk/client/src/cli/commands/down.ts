import { loadLocalWorkspace } from '../../local-workspace/index.js';
import { defineCommand } from '../define-command.js';

export const down = defineCommand({
  name: 'down',
  summary: 'stop the local workspace; running jobs continue',
  async run(_, shell) {
    const stopped = await (await loadLocalWorkspace()).down();
    shell.out(
      stopped
        ? "The local workspace has stopped; running jobs continue, and 'carry up' finds them again.\n"
        : 'The local workspace was not running.\n'
    );
    return 0;
  }
});
