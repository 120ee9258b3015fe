import { terminalLine } from './terminal-line.js';

/** A line of a log, or a part of a very long one. */
export interface LogRow {
  /** The byte offset of its beginning. */
  offset: number;
  /** What a terminal would show, with the colours. */
  text: string;
}

/** A longer line continues in the next row: a browser needs long to draw it. */
export const MAX_ROW_LENGTH = 10_000;

/** Makes rows of the text of a log as it arrives. */
export class LogRows {
  private offset = 0;
  private text = '';

  /** The row that is still written. */
  get open(): LogRow | null {
    return this.text === '' ? null : { offset: this.offset, text: terminalLine(this.text) };
  }

  /** Adds the text that begins at an offset; returns the rows that it completes. */
  add(text: string, start: number): LogRow[] {
    const rows: LogRow[] = [];
    const [first = '', ...lines] = text.split('\n');
    if (this.text === '') this.offset = start;
    this.text += first;
    let next = start + utf8Length(first) + 1;
    for (const line of lines) {
      this.split(rows);
      rows.push({ offset: this.offset, text: terminalLine(this.text) });
      this.offset = next;
      this.text = line;
      next += utf8Length(line) + 1;
    }
    this.forgetOverwritten();
    this.split(rows);
    return rows;
  }

  /** A progress bar may write its line a million times. */
  private forgetOverwritten(): void {
    if (!this.text.includes('\r')) return;
    this.text = terminalLine(this.text) + (this.text.endsWith('\r') ? '\r' : '');
  }

  /** Moves the beginning of a very long line to rows of its own. */
  private split(rows: LogRow[]): void {
    if (this.text.length <= MAX_ROW_LENGTH) return;
    this.forgetOverwritten();
    while (this.text.length > MAX_ROW_LENGTH) {
      const isPair = /[\ud800-\udbff]/.test(this.text.charAt(MAX_ROW_LENGTH - 1));
      const part = this.text.slice(0, MAX_ROW_LENGTH + (isPair ? 1 : 0));
      rows.push({ offset: this.offset, text: part });
      this.offset += utf8Length(part);
      this.text = this.text.slice(part.length);
    }
  }
}

const encoder = new TextEncoder();

function utf8Length(text: string): number {
  return encoder.encode(text).length;
}
