import { loadLocalWorkspace } from '../../local-workspace/index.js';
import { readArguments } from '../arguments.js';
import type { Command } from '../command.js';

export const up: Command = {
  usage: 'carry up',
  summary: 'start the local workspace in the background',
  async run(args, shell) {
    readArguments(args, { usage: up.usage, options: {} });
    const { origin, pid } = await (await loadLocalWorkspace()).up();
    shell.out(`The local workspace runs at ${origin} (process ${pid}).\n`);
    return 0;
  }
};
