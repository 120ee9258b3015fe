import { copyFileSync, fstatSync, ftruncateSync, statSync, writeSync } from 'node:fs';

const MIB = 1 << 20;

/**
 * Where the server's own log goes: to its output, which is a file when it runs in the background. That file is kept below a limit; what
 * was in it goes to a second one beside it, `….1`, in place of what was there. When the disk is full, lines are lost: the logger's
 * stream of its own would wait for room and let nothing else run meanwhile.
 */
export class ServerLog {
  constructor(
    private readonly path: string,
    private readonly output = 1,
    private readonly limit = 8 * MIB
  ) {}

  write(line: string): void {
    try {
      this.makeRoom(Buffer.byteLength(line));
      writeSync(this.output, line);
    } catch {
      // There is no place left to say so.
    }
  }

  /** The output was opened before this process began and cannot be changed for another file, so it is copied and emptied. */
  private makeRoom(bytes: number): void {
    const output = fstatSync(this.output);
    if (output.size + bytes <= this.limit) return;
    // A log in a terminal, a pipe or a file of the user's own is the user's to keep small.
    const file = statSync(this.path, { throwIfNoEntry: false });
    if (!file || file.ino !== output.ino || file.dev !== output.dev) return;
    try {
      copyFileSync(this.path, `${this.path}.1`);
    } finally {
      // Also when there is no room for the copy: an emptied log gives some.
      ftruncateSync(this.output);
    }
  }
}
