import type { LogChunk } from '@carry-ml/bridge';

/** Lines that are kept; older ones make room. */
const KEPT = 20_000;

/** The log of one run as far as the page has it: lines, and where in the log they begin and end. */
export class LogLines {
  private readonly done: string[] = [];
  private rest = '';
  /** Byte position from which the log goes on. */
  end = 0;
  /** True when the page does not have the beginning. */
  cut = false;

  /** Finished lines and the one that is still being written. */
  get lines(): readonly string[] {
    return this.rest === '' ? this.done : [...this.done, overwritten(this.rest)];
  }

  add({ start, end, text }: LogChunk): void {
    if (start > this.end) {
      this.cut = true;
      // What came before the gap does not join what comes after it.
      this.done.length = 0;
      this.rest = '';
    }
    this.end = end;
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.done.push(overwritten(line));
    if (this.done.length > KEPT) {
      this.done.splice(0, this.done.length - KEPT);
      this.cut = true;
    }
  }
}

/** A progress bar writes over its own line: only what a terminal would show in the end is shown. */
function overwritten(line: string): string {
  const written = line.replace(/\r+$/, '');
  return written.slice(written.lastIndexOf('\r') + 1);
}
