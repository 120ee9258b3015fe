import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogMatches, LogSearchQuery } from '@carry-ml/bridge';
import { LogSearch } from './log-search.js';
import { LogWindow } from './log-window.js';

/** Each part of the fake log has ten lines of ten bytes, the first of which matches. */
const PART = 100;

let liveEnd: number;
let asked: LogSearchQuery[];
let failing: boolean;
let shown: number[];
let search: LogSearch;

beforeEach(() => {
  vi.useFakeTimers();
  liveEnd = 1000;
  asked = [];
  failing = false;
  shown = [];
  const window = new LogWindow(() => Promise.reject(new Error('not asked')));
  Object.defineProperty(window, 'liveEnd', { get: () => liveEnd });
  window.show = offset => {
    shown.push(offset);
    return Promise.resolve();
  };
  search = new LogSearch(async (query, signal) => {
    asked.push(query);
    await Promise.resolve();
    signal.throwIfAborted();
    if (failing) throw new Error('no service');
    return found(query);
  }, window);
});
afterEach(() => {
  search.dispose();
  vi.useRealTimers();
});

function found({ from = 0, line = 1, limit = Infinity }: LogSearchQuery): LogMatches {
  const end = Math.min(from + PART, liveEnd);
  if (end === from) return { count: 0, matches: [], end, line };
  const matches = limit > 0 ? [{ offset: from, line }] : [];
  return { count: 1, matches, end, line: line + 10 };
}

const offsets = () => search.matches.map(({ offset }) => offset);

describe('a search in a log', () => {
  it('continues part by part to the end of the log', async () => {
    await search.find('x');
    expect(search.count).toBe(10);
    expect(asked).toHaveLength(10);
    expect(asked[3]).toMatchObject({ text: 'x', from: 300, line: 31 });
    expect(search.matches[3]).toEqual({ offset: 300, line: 31 });
    expect(search.isSearching).toBe(false);
  });

  it('shows what it has found so far', async () => {
    const seen: [number, boolean][] = [];
    search.changed.connect(({ count, isSearching }) => seen.push([count, isSearching]));
    await search.find('x');
    expect(seen).toContainEqual([2, true]);
    expect(seen.at(-1)).toEqual([10, false]);
  });

  it('stops for another text', async () => {
    const one = search.find('x');
    const two = search.find('y');
    await Promise.all([one, two]);
    expect(asked.filter(({ text }) => text === 'x')).toHaveLength(1);
    expect(search.count).toBe(10);
    await search.find('');
    expect([search.count, search.matches.length, search.isSearching]).toEqual([0, 0, false]);
  });

  it('continues in what is appended, once a second', async () => {
    await search.find('x');
    liveEnd = 1100;
    for (let i = 0; i < 20; i += 1) search.onGrown();
    expect(asked).toHaveLength(10);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveLength(11);
    expect(asked.at(-1)).toMatchObject({ from: 1000, line: 101 });
    expect(search.count).toBe(11);
  });

  it('counts more matches than it lists', async () => {
    liveEnd = 12_000 * PART;
    await search.find('x');
    expect([search.count, search.matches.length]).toEqual([12_000, 10_000]);
    expect(asked.at(-1)?.limit).toBe(0);
  });

  it('reports an error, and continues where it was', async () => {
    failing = true;
    await search.find('x');
    expect(search.error?.message).toBe('no service');
    search.onGrown();
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveLength(1);
    failing = false;
    await search.continue();
    expect([search.error, search.count]).toEqual([null, 10]);
  });
});

describe('steps through the matches', () => {
  it('go round', async () => {
    await search.find('x');
    search.step(1);
    search.step(1);
    expect(shown).toEqual([0, 100]);
    search.step(-1);
    search.step(-1);
    expect(shown).toEqual([0, 100, 0, 900]);
    search.step(1);
    expect(search.currentMatch).toEqual({ offset: 0, line: 1 });
  });

  it('go to the last match first if they go back', async () => {
    await search.find('x');
    search.step(-1);
    expect(shown).toEqual([900]);
  });

  it('wait for the first match, or for the last one', async () => {
    const first = search.find('x');
    search.step(1);
    await first;
    expect(shown).toEqual([0]);
    const last = search.find('y');
    search.step(-1);
    await last;
    expect(shown).toEqual([0, 900]);
  });

  it('go nowhere if nothing matches', async () => {
    liveEnd = 0;
    await search.find('x');
    search.step(1);
    expect([shown, offsets(), search.currentMatch]).toEqual([[], [], null]);
  });
});
