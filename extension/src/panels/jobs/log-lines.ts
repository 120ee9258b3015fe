import type { LogChunk } from '@carry-ml/bridge';

/** How many lines are kept, the newest. */
const MAX_LINES = 20_000;

/** The part of a job's log that the page has, as lines. */
export class LogLines {
  private readonly done: string[] = [];
  private rest = '';
  /** The byte offset from which the log continues. */
  end = 0;
  /** True if the beginning of the log is missing. */
  cut = false;

  /** Finished lines and the one that is still being written. */
  get lines(): readonly string[] {
    return this.rest === '' ? this.done : [...this.done, overwritten(this.rest)];
  }

  add({ start, end, text }: LogChunk): void {
    if (start > this.end) {
      this.cut = true;
      // The lines before the gap cannot be joined with those after it.
      this.done.length = 0;
      this.rest = '';
    }
    this.end = end;
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.done.push(overwritten(line));
    if (this.done.length > MAX_LINES) {
      this.done.splice(0, this.done.length - MAX_LINES);
      this.cut = true;
    }
  }
}

/** Returns what a terminal would show of a line that a progress bar overwrites. */
function overwritten(line: string): string {
  const written = line.replace(/(?<!\r)\r+$/, '');
  return written.slice(written.lastIndexOf('\r') + 1);
}
