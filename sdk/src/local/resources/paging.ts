import type { Page } from '../../arm/envelope.js';
import { fail } from '../../arm/errors.js';
import type { ListView } from '../store/versioned-store.js';

/** The query of a list as it arrives. */
export type ListQuery = Record<string, string | undefined>;

/** Azure's own default. */
const PAGE = 100;
const LARGEST = 1000;

/** What part of a list is asked for. */
export interface Slice {
  skip: number;
  top: number;
  view: ListView;
}

/** Reads `$skip`, `$top` and `listViewType`; refuses what is no number or no view. */
export function sliceOf(query: ListQuery): Slice {
  const skip = count(query, '$skip') ?? 0;
  const top = Math.min(count(query, '$top') ?? PAGE, LARGEST);
  const view = query.listViewType ?? 'ActiveOnly';
  if (view !== 'ActiveOnly' && view !== 'ArchivedOnly' && view !== 'All')
    throw fail('ValidationError', {
      message: `listViewType is '${view}'; it must be ActiveOnly, ArchivedOnly or All.`
    });
  return { skip, top, view };
}

/**
 * One page from `top + 1` rows. `url` is the request's own, so that the next link keeps every filter. An asked-for
 * `$top` is the size of a page, as it is for Azure's clients.
 */
export function pageOf<T>(rows: T[], slice: Slice, origin: string, url: string): Page<T> {
  if (rows.length <= slice.top) return { value: rows };
  const next = new URL(url, origin);
  next.searchParams.set('$skip', String(slice.skip + slice.top));
  return { value: rows.slice(0, slice.top), nextLink: next.href };
}

function count(query: ListQuery, name: '$skip' | '$top'): number | undefined {
  const text = query[name];
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,9}$/.test(text))
    throw fail('ValidationError', { message: `${name} is '${text}'; it must be a whole number.` });
  return Number(text);
}
