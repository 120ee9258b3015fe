/** Lays rows out in columns, with a heading; an empty list is said in words. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  none: string
): string {
  if (rows.length === 0) return `${none}\n`;
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map(row => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return all.map(row => `${line(row)}\n`).join('');
}

/** A date as a person of this machine writes it, to the minute. */
export function when(date: Date | undefined): string {
  if (!date) return '';
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16).replace('T', ' ');
}

/** Data as JSON, two spaces deep. */
export function json(data: unknown): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}
