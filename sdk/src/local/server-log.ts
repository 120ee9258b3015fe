import { writeSync } from 'node:fs';

/**
 * Where the server's own log goes. When the disk is full, lines are lost: the logger's stream of its own would wait for room and let
 * nothing else run meanwhile.
 */
export const serverLog = {
  write(line: string): void {
    try {
      writeSync(1, line);
    } catch {
      // There is no place left to say so.
    }
  }
};
