import { loadLocalWorkspace } from '../../local-workspace/index.js';
import { defineCommand } from '../define-command.js';
import { jsonOption } from '../json-option.js';
import { roleOf, roleOption } from '../role.js';
import { json } from '../table.js';

export const env = defineCommand({
  name: 'env',
  summary: "print the variables that point Azure's and MLflow's own clients to the local workspace",
  options: { role: roleOption, json: jsonOption },
  examples: ['eval "$(carry env)"'],
  async run({ options }, shell) {
    const local = await loadLocalWorkspace();
    const variables = local.environment(await local.up(), roleOf(options.role));
    if (options.json) shell.out(json(variables));
    else
      for (const [name, value] of Object.entries(variables))
        shell.write(`export ${name}=${quoted(value)}\n`);
    return 0;
  }
});

/** Quotes a text so that a POSIX shell reads it back unchanged. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
