import type { Command } from '../command.js';
import { cliError } from '../errors.js';

export const promote: Command = {
  usage: 'carry promote MODEL VERSION STAGE',
  summary: 'move a model version towards production (not there yet)',
  run() {
    const reason = 'promoting a model comes together with approvals';
    return Promise.reject(cliError('CommandNotYet', { name: 'promote', reason }));
  }
};
