import type { Page } from 'carry-ml/arm';
import { fail } from './errors.js';
import type { ListView } from '../store/versioned-store.js';

/** The query parameters of a list. */
export interface ListQuery {
  $skip?: string | string[];
  $top?: string | string[];
  $orderBy?: string;
  listViewType?: string;
}

/** The default in Azure. */
const DEFAULT_PAGE_SIZE = 100;
const MAX_PAGE_SIZE = 1000;

/** The requested part of a list. */
export interface Slice {
  skip: number;
  top: number;
  view: ListView;
}

/** Reads `$skip`, `$top` and `listViewType`. Throws InvalidCount or InvalidListView. */
export function readSlice(query: ListQuery): Slice {
  const skip = count(query, '$skip') ?? 0;
  const top = Math.min(count(query, '$top') ?? DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
  return { skip, top, view: viewOf(query.listViewType || 'ActiveOnly') };
}

const views = ['ActiveOnly', 'ArchivedOnly', 'All'] as const;

/** Accepts Python's names too: azure-ai-ml sends `ListViewType.ACTIVE_ONLY` to registries. */
function viewOf(text: string): ListView {
  const plain = text.replace(/^ListViewType\./, '').replaceAll('_', '');
  const view = views.find(name => name.toLowerCase() === plain.toLowerCase());
  if (!view) throw fail('InvalidListView', { value: text });
  return view;
}

/** The requested part of a list that may be long: after a number of rows, or after the row that a token names. */
export type Seek = Slice & { before?: number };

/**
 * Reads the start of a page of a long list. It starts after a row, so that a client that deletes or archives the rows of a page misses
 * none on the next. As in Azure, `$skip` is a token from the `nextLink`; a plain count is accepted too. Of several tokens the furthest
 * one is used.
 */
export function readSeek(query: ListQuery): Seek {
  const texts = [query.$skip ?? []].flat();
  const rows = texts
    .flatMap(text => /^row:(\d{1,15})$/.exec(fromToken(text))?.[1] ?? [])
    .map(Number);
  if (rows.length === 0) return readSlice(query);
  return { ...readSlice({ ...query, $skip: [] }), before: Math.min(...rows) };
}

/** Builds one page from `top + 1` rows that are ordered by row number. The next page starts after the last row shown. */
export function seekPageOf<T extends { row: number }, R>(
  rows: T[],
  { top }: Seek,
  resource: (row: T) => R,
  origin: string,
  url: string
): Page<R> {
  const shown = rows.slice(0, top);
  const last = shown.at(-1);
  const value = shown.map(resource);
  if (rows.length <= top || !last) return { value };
  return {
    value,
    nextLink: linkTo(Buffer.from(`row:${last.row}`).toString('base64url'), origin, url)
  };
}

/**
 * Builds one page from `top + 1` rows. `url` is that of the request, so that the next link keeps every filter. As for Azure's clients,
 * `$top` is the size of a page.
 */
export function pageOf<T>(rows: T[], slice: Slice, origin: string, url: string): Page<T> {
  // An empty page has no next link, which would return the same empty page.
  if (rows.length <= slice.top || slice.top === 0) return { value: rows.slice(0, slice.top) };
  return {
    value: rows.slice(0, slice.top),
    nextLink: linkTo(String(slice.skip + slice.top), origin, url)
  };
}

function linkTo(skip: string, origin: string, url: string): string {
  const next = new URL(url, origin);
  next.searchParams.set('$skip', skip);
  return next.href;
}

function fromToken(text: string): string {
  return Buffer.from(text, 'base64url').toString();
}

/** Reads `true` or `false` in any case, as Azure's clients write them. Throws InvalidBoolean. */
export function booleanParam(text: string | undefined, name: string): boolean | undefined {
  const value = text?.toLowerCase();
  if (value === undefined || value === '') return undefined;
  if (value !== 'true' && value !== 'false') throw fail('InvalidBoolean', { name, value });
  return value === 'true';
}

/** Reads a count. Microsoft's JavaScript client adds its own `$top` and `$skip` to those of a next link; the larger value is the link's. */
function count(query: ListQuery, name: '$skip' | '$top'): number | undefined {
  const texts = [query[name] ?? []].flat().filter(text => text !== '');
  if (texts.length === 0) return undefined;
  const wrong = texts.find(text => !/^\d{1,9}$/.test(text));
  if (wrong !== undefined) throw fail('InvalidCount', { name, value: wrong });
  return Math.max(...texts.map(Number));
}
