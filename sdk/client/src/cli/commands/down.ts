import { loadLocalWorkspace } from '../../local-workspace/index.js';
import { readArguments } from '../arguments.js';
import type { Command } from '../command.js';

export const down: Command = {
  usage: 'carry down',
  summary: 'stop the local workspace; running jobs go on',
  async run(args, shell) {
    readArguments(args, { usage: down.usage, options: {} });
    const stopped = await (await loadLocalWorkspace()).down();
    shell.out(
      stopped
        ? "The local workspace has stopped; running jobs go on and are found again by 'carry up'.\n"
        : 'The local workspace was not running.\n'
    );
    return 0;
  }
};
