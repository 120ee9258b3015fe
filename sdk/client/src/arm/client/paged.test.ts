import { describe, expect, it } from 'vitest';
import { Paged } from './paged.js';

function numbers(pages: number[][], limit?: number) {
  const asked: (string | undefined)[] = [];
  const paged = new Paged<number>(next => {
    asked.push(next);
    const at = Number(next ?? 0);
    const more = at + 1 < pages.length ? { next: String(at + 1) } : {};
    return Promise.resolve({ items: pages[at] ?? [], ...more });
  }, limit);
  return { paged, asked };
}

describe('Paged', () => {
  it('walks through all pages, empty ones too', async () => {
    const { paged, asked } = numbers([[1, 2], [], [3]]);
    expect(await paged.all()).toEqual([1, 2, 3]);
    expect(asked).toEqual([undefined, '1', '2']);
  });

  it('reads no more pages than are looked at', async () => {
    const { paged, asked } = numbers([[1, 2], [3]]);
    for await (const item of paged) if (item === 2) break;
    expect(asked).toEqual([undefined]);
  });

  it('stops at its limit without asking for more', async () => {
    const { paged, asked } = numbers([[1, 2], [3]], 2);
    expect(await paged.all()).toEqual([1, 2]);
    expect(asked).toEqual([undefined]);
  });

  it('hands out one page and the way to the next', async () => {
    const { paged } = numbers([[1], [2]]);
    expect(await paged.page()).toEqual({ items: [1], next: '1' });
    expect(await paged.page('1')).toEqual({ items: [2] });
  });

  it('turns items, leaves some out, and counts the limit after that', async () => {
    const { paged } = numbers([
      [1, 2, 3],
      [4, 5, 6]
    ]);
    const even = paged.map(n => (n % 2 === 0 ? `n${n}` : undefined), 2);
    expect(await even.all()).toEqual(['n2', 'n4']);
  });
});
