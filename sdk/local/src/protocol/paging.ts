import type { Page } from 'carry-ml/arm';
import { fail } from './errors.js';
import type { ListView } from '../store/versioned-store.js';

/** The query of a list as it arrives. */
export interface ListQuery {
  $skip?: string | string[];
  $top?: string | string[];
  $orderBy?: string;
  listViewType?: string;
}

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
  return { skip, top, view: viewOf(query.listViewType || 'ActiveOnly') };
}

const views = ['ActiveOnly', 'ArchivedOnly', 'All'] as const;

/** azure-ai-ml asks registries for views by the names of its own language, such as `ListViewType.ACTIVE_ONLY`. */
function viewOf(text: string): ListView {
  const plain = text.replace(/^ListViewType\./, '').replaceAll('_', '');
  const view = views.find(name => name.toLowerCase() === plain.toLowerCase());
  if (!view) throw fail('InvalidListView', { value: text });
  return view;
}

/** What part of a list is asked for that may have grown long: from a count of rows on, or from behind the row that a token names. */
export type Seek = Slice & { before?: number };

/**
 * Reads where a page of a long list begins: behind a row, so that a client that deletes or archives what a page shows misses nothing on
 * the next. As in Azure, `$skip` is a token that the link to the next page carries; a plain count is
 * taken too. Of several the furthest counts, as for counts.
 */
export function seekOf(query: ListQuery): Seek {
  const texts = [query.$skip ?? []].flat();
  const rows = texts
    .flatMap(text => /^row:(\d{1,15})$/.exec(fromToken(text))?.[1] ?? [])
    .map(Number);
  if (rows.length === 0) return sliceOf(query);
  return { ...sliceOf({ ...query, $skip: [] }), before: Math.min(...rows) };
}

/** One page from `top + 1` rows in the order of their numbers, up or down; the next one begins behind the last that is shown. */
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
 * One page from `top + 1` rows. `url` is the request's own, so that the next link keeps every filter. An asked-for
 * `$top` is the size of a page, as it is for Azure's clients.
 */
export function pageOf<T>(rows: T[], slice: Slice, origin: string, url: string): Page<T> {
  // A page of none leads nowhere: its next would be the same again.
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

/** Reads `true` or `false` from a query, in any case as Azure's clients write them. */
export function truthOf(text: string | undefined, name: string): boolean | undefined {
  const value = text?.toLowerCase();
  if (value === undefined || value === '') return undefined;
  if (value !== 'true' && value !== 'false') throw fail('InvalidBoolean', { name, value });
  return value === 'true';
}

/** Microsoft's JavaScript client adds its own `$top` and `$skip` to those of a next link; the larger one is the link's. */
function count(query: ListQuery, name: '$skip' | '$top'): number | undefined {
  const texts = [query[name] ?? []].flat().filter(text => text !== '');
  if (texts.length === 0) return undefined;
  const wrong = texts.find(text => !/^\d{1,9}$/.test(text));
  if (wrong !== undefined) throw fail('InvalidCount', { name, value: wrong });
  return Math.max(...texts.map(Number));
}
