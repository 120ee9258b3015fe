import type { Page } from '../../arm/envelope.js';
import { fail } from '../../arm/errors.js';
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
  return { skip, top, view: viewOf(query.listViewType ?? 'ActiveOnly') };
}

const views = ['ActiveOnly', 'ArchivedOnly', 'All'] as const;

/** azure-ai-ml asks registries for views by the names of its own language, such as `ListViewType.ACTIVE_ONLY`. */
function viewOf(text: string): ListView {
  const plain = text.replace(/^ListViewType\./, '').replaceAll('_', '');
  const view = views.find(name => name.toLowerCase() === plain.toLowerCase());
  if (!view)
    throw fail('ValidationError', {
      message: `listViewType is '${text}'; it must be ActiveOnly, ArchivedOnly or All.`
    });
  return view;
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

/** Reads `true` or `false` from a query, in any case as Azure's clients write them. */
export function truthOf(text: string | undefined, name: string): boolean | undefined {
  const value = text?.toLowerCase();
  if (value === undefined || value === '') return undefined;
  if (value !== 'true' && value !== 'false')
    throw fail('ValidationError', { message: `${name} is '${value}'; it must be true or false.` });
  return value === 'true';
}

/** Reads names with or without values, as lists are filtered by: `name1,name2=value2`. */
export function pairsOf(text = ''): { name: string; value?: string }[] {
  return text
    .split(',')
    .filter(pair => pair !== '')
    .map(pair => {
      const at = pair.indexOf('=');
      return at < 0 ? { name: pair } : { name: pair.slice(0, at), value: pair.slice(at + 1) };
    });
}

/** Microsoft's JavaScript client adds its own `$top` and `$skip` to those of a next link; the larger one is the link's. */
function count(query: ListQuery, name: '$skip' | '$top'): number | undefined {
  const texts = [query[name] ?? []].flat().filter(text => text !== '');
  if (texts.length === 0) return undefined;
  const wrong = texts.find(text => !/^\d{1,9}$/.test(text));
  if (wrong !== undefined)
    throw fail('ValidationError', { message: `${name} is '${wrong}'; it must be a whole number.` });
  return Math.max(...texts.map(Number));
}
