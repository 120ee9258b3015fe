import { printable } from '../errors/index.js';
import type { CommandHost, Shell } from './command.js';

/** Returns the shell of a command: the one place that makes text harmless before it reaches a terminal. */
export function shellOn(host: CommandHost): Shell {
  return {
    ...host,
    out: lines => {
      host.write(lines.split('\n').map(printable).join('\n'));
    },
    line: text => {
      host.write(`${printable(text)}\n`);
    },
    say: text => {
      host.write(`${printable(text)}\n`, 'stderr');
    }
  };
}
