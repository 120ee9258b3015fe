import { printable } from '../errors/index.js';

/** Formats rows as columns under headings; without rows it returns the sentence `none`. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  none: string
): string {
  if (rows.length === 0) return `${none}\n`;
  // A line end in a cell must not begin a row.
  const all = [headings, ...rows.map(row => row.map(printable))];
  const widths = headings.map((_, column) => Math.max(...all.map(row => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return all.map(row => `${line(row)}\n`).join('');
}

/** A date in this machine's time zone, to the minute: `2026-05-01 09:30`. */
export function when(date: Date | undefined): string {
  if (!date) return '';
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16).replace('T', ' ');
}

/** Data as JSON, indented by two spaces. */
export function json(data: unknown): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}
