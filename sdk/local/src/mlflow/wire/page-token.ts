import { fail } from '../errors.js';

/** The token of the page that starts at `offset`: opaque to clients, MLflow's own form so that recorded tokens stay readable. */
export function pageToken(offset: number): string {
  return Buffer.from(JSON.stringify({ offset })).toString('base64');
}

/** Where a page starts; 0 without a token. */
export function pageOffset(token: string | undefined): number {
  if (!token) return 0;
  const offset = parse(token)?.offset;
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset) || offset < 0)
    throw fail('MlflowPageTokenInvalid', { token });
  return offset;
}

function parse(token: string): { offset?: unknown } | undefined {
  try {
    return JSON.parse(Buffer.from(token, 'base64').toString()) as { offset?: unknown };
  } catch {
    return undefined;
  }
}

/** What a client asks of a page: the rows that it may have, and the token with which the page before ended. */
interface PageRequest {
  max_results: number;
  page_token?: string;
}

/** One page of what `select` finds. */
export function pageOf<T>(
  { max_results: size, page_token }: PageRequest,
  select: (part: { offset: number; limit: number }) => T[]
): { items: T[]; next_page_token?: string } {
  const offset = pageOffset(page_token);
  return page(select({ offset, limit: size + 1 }), offset, size);
}

/** MLflow's limit on one page of experiments or runs. */
const MAX_PAGE_SIZE = 50_000;

/** Checks the page size of a search for experiments or runs. */
export function checkSearchSize(size: number): void {
  if (size < 1 || size > MAX_PAGE_SIZE)
    throw fail('MaxResultsInvalid', { value: size, max: MAX_PAGE_SIZE });
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
