import { loadLocalWorkspace, type LocalSetting } from '../../local-workspace/index.js';
import { readArguments } from '../arguments.js';
import type { Command } from '../command.js';
import { json, table } from '../table.js';

export const status: Command = {
  usage: 'carry status [--json]',
  summary: 'say whether the local workspace runs, and where',
  async run(args, shell) {
    const { values } = readArguments(args, {
      usage: status.usage,
      options: { json: { type: 'boolean' } }
    });
    const local = await loadLocalWorkspace();
    const info = await local.status();
    if (values.json) shell.out(json({ running: info !== undefined, ...info }));
    else if (info) {
      const { disk, settings } = local.describe(info);
      shell.out(
        `The local workspace runs at ${info.origin} (process ${info.pid}) since ${info.startedAt}.\n` +
          `Its state is in ${info.home}, its log is ${info.log}.\n` +
          `It keeps ${disk.used} of at most ${disk.limit}.\n\n` +
          settingsTable(settings)
      );
    } else shell.out("The local workspace is not running. Start it with 'carry up'.\n");
    return 0;
  }
};

function settingsTable(settings: LocalSetting[]): string {
  const rows = settings.map(each => [each.name, each.value, each.variable, each.description]);
  return table(['SETTING', 'VALUE', 'VARIABLE', 'WHAT IT IS'], rows, '');
}
