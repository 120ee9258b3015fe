import type { Command } from '../command.js';
import { fail } from '../errors.js';

/** Not a `defineCommand`: it fails before it reads its arguments, whatever they are. */
export const promote: Command = {
  spec: {
    name: 'promote',
    summary: 'move a model version towards production (does not exist yet)',
    arguments: {
      model: { description: 'the name of the model' },
      version: { description: 'its version' },
      stage: { description: 'the stage to move it to' }
    }
  },
  run() {
    const reason = 'promoting a model comes together with approvals';
    return Promise.reject(fail('CommandNotYet', { name: 'promote', reason }));
  }
};
