import { invalid } from '../errors.js';

/** The token of the page that starts at `offset`: opaque to clients, MLflow's own form so that recorded tokens stay readable. */
export function pageToken(offset: number): string {
  return Buffer.from(JSON.stringify({ offset })).toString('base64');
}

/** Where a page starts; 0 without a token. */
export function pageOffset(token: string | undefined): number {
  if (!token) return 0;
  const offset = parse(token)?.offset;
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset) || offset < 0)
    throw invalid(`Invalid page token '${token}'. Pass the next_page_token of the page before.`);
  return offset;
}

function parse(token: string): { offset?: unknown } | undefined {
  try {
    return JSON.parse(Buffer.from(token, 'base64').toString()) as { offset?: unknown };
  } catch {
    return undefined;
  }
}

/** Cuts the one row too many that a query asked for to learn whether there is a next page. */
export function page<T>(
  rows: T[],
  offset: number,
  size: number
): { items: T[]; next_page_token?: string } {
  if (rows.length <= size) return { items: rows };
  return { items: rows.slice(0, size), next_page_token: pageToken(offset + size) };
}
