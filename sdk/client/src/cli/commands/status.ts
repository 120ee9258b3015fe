import { loadLocalWorkspace, type LocalSetting } from '../../local-workspace/index.js';
import { defineCommand } from '../define-command.js';
import { jsonOption } from '../json-option.js';
import { json, table } from '../table.js';

export const status = defineCommand({
  name: 'status',
  summary: 'print whether the local workspace runs, where, and its settings',
  options: { json: jsonOption },
  async run({ options }, shell) {
    const local = await loadLocalWorkspace();
    const info = await local.status();
    if (options.json) shell.out(json({ running: info !== undefined, ...info }));
    else if (info) {
      const { disk, python, settings } = local.describe(info);
      shell.out(
        `The local workspace runs at ${info.origin} (process ${info.pid}) since ${info.startedAt}.\n` +
          `Its state is in ${info.home}, its log is ${info.log}.\n` +
          `It uses ${disk.used} of at most ${disk.limit}.\n${python}\n\n` +
          settingsTable(settings)
      );
    } else shell.out("The local workspace is not running. Start it with 'carry up'.\n");
    return 0;
  }
});

function settingsTable(settings: LocalSetting[]): string {
  const rows = settings.map(each => [each.name, each.value, each.variable, each.description]);
  return table(['SETTING', 'VALUE', 'VARIABLE', 'DESCRIPTION'], rows, '');
}
