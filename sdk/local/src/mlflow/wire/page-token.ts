import { fail } from '../errors.js';

/** Returns the token of the page that starts at `offset`. It is opaque to clients and has MLflow's own format, so that tokens of an MLflow server are accepted. */
export function pageToken(offset: number): string {
  return Buffer.from(JSON.stringify({ offset })).toString('base64');
}

/** Returns the offset at which a page starts: 0 without a token. */
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

/** The fields of a request for one page: its maximum number of rows and the token from the previous page. */
interface PageRequest {
  max_results: number;
  page_token?: string;
}

/** Returns one page of the rows that `select` finds, and the token of the next page if there is one. */
export async function pageOf<T>(
  { max_results: size, page_token }: PageRequest,
  select: (part: { offset: number; limit: number }) => Promise<T[]>
): Promise<{ items: T[]; next_page_token?: string }> {
  const offset = pageOffset(page_token);
  return page(await select({ offset, limit: size + 1 }), offset, size);
}

/** MLflow's limit on one page of experiments or runs. */
const MAX_PAGE_SIZE = 50_000;

/** Checks the page size of a search for experiments or runs. */
export function checkSearchSize(size: number): void {
  if (size < 1 || size > MAX_PAGE_SIZE)
    throw fail('MaxResultsInvalid', { value: size, max: MAX_PAGE_SIZE });
}

/** Removes the extra row that a query selects in order to detect whether there is a next page. */
export function page<T>(
  rows: T[],
  offset: number,
  size: number
): { items: T[]; next_page_token?: string } {
  if (rows.length <= size) return { items: rows };
  return { items: rows.slice(0, size), next_page_token: pageToken(offset + size) };
}
