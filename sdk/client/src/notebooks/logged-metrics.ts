import type { Notebook } from './notebook.js';

const ONE = /\blog_?metric\(\s*(["'])([^"'\\\n]{1,250})\1/gi;
const SEVERAL = /\blog_?metrics\(\s*\{([^{}]*)\}/gi;
const KEY = /(?:^|,)\s*(?:(["'])([^"'\\\n]{1,250})\1\s*:|([A-Za-z_$][\w$]*)\s*(?=[:,]|$))/g;

/**
 * Returns the names of the metrics that the cells log with MLflow or carry-ml, as far as they are literals, in the order of the cells.
 * They are proposals: the cells are not run, and code in a comment counts too.
 */
export function loggedMetrics({ cells }: Notebook): string[] {
  const found = cells
    .filter(({ type }) => type === 'code')
    .flatMap(({ source }) =>
      [
        ...[...source.matchAll(ONE)].map(match => ({ at: match.index, name: match[2] })),
        ...[...source.matchAll(SEVERAL)].flatMap(({ index: at, 1: keys = '' }) =>
          [...keys.matchAll(KEY)].map(match => ({ at, name: match[2] ?? match[3] }))
        )
      ].sort((a, b) => a.at - b.at)
    )
    .flatMap(({ name }) => (name === undefined ? [] : [name]));
  return [...new Set(found)];
}
