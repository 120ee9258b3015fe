import { copyFileSync, fstatSync, ftruncateSync, statSync, writeSync } from 'node:fs';

const MIB = 1 << 20;

/**
 * Writes the server's own log to its standard output, which is a file when the server runs in the background. When that file reaches
 * its size limit, its content moves to a second file beside it, `….1`, and replaces the content there. When the disk is full, lines are
 * lost: the logger's default stream would instead block the whole process until there is space.
 */
export class ServerLog {
  constructor(
    private readonly path: string,
    private readonly output = 1,
    private readonly limitBytes = 8 * MIB
  ) {}

  write(line: string): void {
    try {
      this.rotate(Buffer.byteLength(line));
      writeSync(this.output, line);
    } catch {
      // The log is the only place to report an error, so this one cannot be reported.
    }
  }

  /** Copies and truncates the file. The process inherited it as its output, so it cannot be exchanged for a new file. */
  private rotate(bytes: number): void {
    const output = fstatSync(this.output);
    if (output.size + bytes <= this.limitBytes) return;
    // The output is a terminal, a pipe or a file of the user, whose size is not ours to limit.
    const file = statSync(this.path, { throwIfNoEntry: false });
    if (!file || file.ino !== output.ino || file.dev !== output.dev) return;
    try {
      copyFileSync(this.path, `${this.path}.1`);
    } finally {
      // Also when the copy does not fit on the disk: truncating the log frees space.
      ftruncateSync(this.output);
    }
  }
}
