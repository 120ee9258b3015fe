import type { ModelVersion } from '../../index.js';
import { readArguments } from '../arguments.js';
import type { Command } from '../command.js';
import { json, table, when } from '../table.js';

export const models: Command = {
  usage: 'carry models [NAME] [--json]',
  summary: 'list registered models, or the versions of one',
  async run(args, shell) {
    const { values, positionals } = readArguments(args, {
      usage: models.usage,
      positionals: ['[NAME]'],
      options: { json: { type: 'boolean' } }
    });
    const [name] = positionals;
    const workspace = await shell.connect();
    if (name !== undefined) {
      const versions = await workspace.models.versions(name).all();
      shell.out(values.json ? json(versions) : versionTable(versions));
      return 0;
    }
    const all = await workspace.models.list().all();
    const rows = all.map(m => [m.name, m.latestVersion ?? '', m.description ?? '']);
    const none = "No models yet. Register one with 'carry register --run NAME --path P --name M'.";
    shell.out(values.json ? json(all) : table(['NAME', 'LATEST', 'DESCRIPTION'], rows, none));
    return 0;
  }
};

function versionTable(versions: readonly ModelVersion[]): string {
  const rows = versions.map(v => [v.version, v.type, v.run ?? '', when(v.createdAt)]);
  return table(['VERSION', 'TYPE', 'RUN', 'CREATED'], rows, 'No versions of that model.');
}
