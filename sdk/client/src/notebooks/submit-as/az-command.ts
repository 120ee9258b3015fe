import type { CommandSpec, WorkspaceTarget } from './command-spec.js';
import { shellWord } from './quoted-text.js';

/** Returns the lines of a shell that submit a job file with the Azure CLI. */
export function azCommand(
  { secrets, sweep }: CommandSpec,
  job: { folder: string; file: string; target: WorkspaceTarget }
): string {
  const { folder, file, target } = job;
  const first = target.kind === 'local' ? ['eval "$(npx carry env)"'] : [];
  const variables = `${sweep ? 'trial.' : ''}environment_variables`;
  const options = [
    `--file ${shellWord(`./${file}`)}`,
    `--subscription ${shellWord(target.subscription)}`,
    `--resource-group ${shellWord(target.resourceGroup)}`,
    `--workspace-name ${shellWord(target.workspace)}`,
    ...secrets.map(name => `--set "${variables}.${name}=$${name}"`)
  ];
  const command = ['az ml job create', ...options.map(option => `  ${option}`)].join(' \\\n');
  return [`cd ${shellWord(folder)}`, ...first, command, ''].join('\n');
}
