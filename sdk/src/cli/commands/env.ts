import { environment, up } from '../../local/service.js';
import { readArguments } from '../arguments.js';
import { cliError } from '../errors.js';
import type { Command } from '../command.js';
import { json } from '../table.js';

export const env: Command = {
  usage: 'carry env [--role reader] [--json]',
  summary: "print the variables that lead Azure's and MLflow's own clients to the local workspace",
  async run(args, shell) {
    const { values } = readArguments(args, {
      usage: env.usage,
      options: { json: { type: 'boolean' }, role: { type: 'string' } }
    });
    const role = roleOf(values.role);
    const variables = environment(await up(), role);
    if (values.json) shell.out(json(variables));
    else
      for (const [name, value] of Object.entries(variables))
        shell.out(`export ${name}=${quoted(value)}\n`);
    return 0;
  }
};

/** A reader's variables let a client look at everything but secrets, and change nothing. */
function roleOf(text: string | undefined): 'Contributor' | 'Reader' {
  const role = (['Contributor', 'Reader'] as const).find(
    each => each.toLowerCase() === (text ?? 'contributor').toLowerCase()
  );
  if (role) return role;
  throw cliError('Usage', {
    reason: `There is no role '${text ?? ''}'; there are contributor and reader`,
    usage: env.usage
  });
}

/** A text that a POSIX shell reads back as it is. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
