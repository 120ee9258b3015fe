import { loadLocalWorkspace } from '../../local-workspace/index.js';
import { readArguments } from '../arguments.js';
import type { Command } from '../command.js';
import { roleOf } from '../role.js';
import { json } from '../table.js';

export const env: Command = {
  usage: 'carry env [--role reader] [--json]',
  summary: "print the variables that lead Azure's and MLflow's own clients to the local workspace",
  async run(args, shell) {
    const { values } = readArguments(args, {
      usage: env.usage,
      options: { json: { type: 'boolean' }, role: { type: 'string' } }
    });
    const role = roleOf(values.role, env.usage);
    const local = await loadLocalWorkspace();
    const variables = local.environment(await local.up(), role);
    if (values.json) shell.out(json(variables));
    else
      for (const [name, value] of Object.entries(variables))
        shell.out(`export ${name}=${quoted(value)}\n`);
    return 0;
  }
};

/** A text that a POSIX shell reads back as it is. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
