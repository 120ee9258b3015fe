import { status as look } from '../../local/service.js';
import { formatBytes } from '../../local/settings/bytes.js';
import { formatSetting, specs, type Settings } from '../../local/settings/settings.js';
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
    const info = await look();
    if (values.json) shell.out(json({ running: info !== undefined, ...info }));
    else if (info)
      shell.out(
        `The local workspace runs at ${info.origin} (process ${info.pid}) since ${info.startedAt}.\n` +
          `Its state is in ${info.home}, its log is ${info.log}.\n` +
          `It keeps ${formatBytes(info.disk.used)} of at most ${formatBytes(info.disk.limit)}.\n\n` +
          settingsTable(info.settings)
      );
    else shell.out("The local workspace is not running. Start it with 'carry up'.\n");
    return 0;
  }
};

function settingsTable(settings: Settings): string {
  const rows = Object.entries(specs).map(([name, { variable, says }]) => [
    name,
    formatSetting(name as keyof Settings, settings[name as keyof Settings]),
    variable,
    says
  ]);
  return table(['SETTING', 'VALUE', 'VARIABLE', 'WHAT IT IS'], rows, '');
}
