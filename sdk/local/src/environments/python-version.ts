/** True if a version such as `3.8.18` fits a specifier such as `>=3.8,<3.11`; with `parts`, only that many parts of both count. */
export function fits(version: string, specifier: string, parts = Infinity): boolean {
  return specifier
    .split(',')
    .map(each => each.trim())
    .filter(Boolean)
    .every(each => fitsOne(version, each, parts));
}

function fitsOne(version: string, clause: string, parts: number): boolean {
  const [, operator = '==', text = ''] = /^(===?|~=|!=|<=|>=|<|>)?\s*v?([\d.]+)/.exec(clause) ?? [];
  const isPrefix = clause.endsWith('.*');
  const wanted = numbers(text).slice(0, parts);
  const order = compare(numbers(version).slice(0, isPrefix ? wanted.length : parts), wanted);
  if (operator === '~=') {
    const stem = numbers(text).slice(0, -1);
    return order >= 0 && compare(numbers(version).slice(0, stem.length), stem) === 0;
  }
  if (operator === '!=') return order !== 0;
  if (operator === '<=') return order <= 0;
  if (operator === '>=') return order >= 0;
  if (operator === '<') return order < 0;
  if (operator === '>') return order > 0;
  return order === 0;
}

/** Compares two versions by their numbers; missing ones count as 0. */
export function compareVersions(a: string, b: string): number {
  return compare(numbers(a), numbers(b));
}

/** The minor version of `3.11.7`, 11. */
export function minorOf(version: string): number {
  return numbers(version)[1] ?? 0;
}

function numbers(version: string): number[] {
  return version.split('.').filter(Boolean).map(Number);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
