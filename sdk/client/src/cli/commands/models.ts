import type { ModelVersion } from '../../index.js';
import { defineCommand } from '../define-command.js';
import { jsonOption } from '../json-option.js';
import { json, table, when } from '../table.js';

export const models = defineCommand({
  name: 'models',
  summary: 'list registered models, or the versions of one',
  arguments: { name: { description: 'list the versions of this model', optional: true } },
  options: { json: jsonOption },
  async run({ arguments: { name }, options }, shell) {
    const workspace = await shell.connect();
    if (name !== undefined) {
      const versions = await workspace.models.versions(name).all();
      shell.out(options.json ? json(versions) : versionTable(versions));
      return 0;
    }
    const all = await workspace.models.list().all();
    const rows = all.map(m => [m.name, m.latestVersion ?? '', m.description ?? '']);
    const none = "No models yet. Register one with 'carry register --run NAME --path P --name M'.";
    shell.out(options.json ? json(all) : table(['NAME', 'LATEST', 'DESCRIPTION'], rows, none));
    return 0;
  }
});

function versionTable(versions: readonly ModelVersion[]): string {
  const rows = versions.map(v => [v.version, v.type, v.run ?? '', when(v.createdAt)]);
  return table(['VERSION', 'TYPE', 'RUN', 'CREATED'], rows, 'No versions of that model.');
}
