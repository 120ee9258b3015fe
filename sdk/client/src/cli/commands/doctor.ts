import { loadLocalWorkspace } from '../../local-workspace/index.js';
import { defineCommand } from '../define-command.js';
import { jsonOption } from '../json-option.js';
import { json } from '../table.js';

export const doctor = defineCommand({
  name: 'doctor',
  summary: "check the local workspace's files; exit with 1 when something is wrong",
  options: {
    fix: { kind: 'flag', description: 'mend what can be mended; replaced files are kept aside' },
    json: jsonOption
  },
  async run({ options }, shell) {
    const checks = await (await loadLocalWorkspace()).doctor({ fix: options.fix });
    if (options.json) shell.out(json(checks));
    else
      for (const { name, state, message } of checks)
        shell.line(`${state.padEnd(9)}${name}${message ? `: ${message}` : ''}`);
    return checks.some(({ state }) => state === 'problem') ? 1 : 0;
  }
});
