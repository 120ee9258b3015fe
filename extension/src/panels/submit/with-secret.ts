import type { NamedText } from './job-options.js';

/** Returns the rows with one that names a secret; a row that lacks its secret gets this one. */
export function withSecret(rows: readonly NamedText[], secret: string): NamedText[] {
  if (rows.some(({ value }) => value === secret)) return [...rows];
  const variable = secret.toUpperCase().replace(/-/g, '_');
  const empty = rows.findIndex(({ value }) => value === '');
  if (empty === -1) return [...rows, { name: variable, value: secret }];
  return rows.map((row, i) => (i === empty ? { name: row.name || variable, value: secret } : row));
}
