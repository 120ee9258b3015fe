import { describe, expect, it } from 'vitest';
import { Paged } from './paged.js';

function numbers(pages: number[][], limit?: number) {
  const asked: (string | undefined)[] = [];
  const paged = new Paged<number>(next => {
    asked.push(next);
    const at = Number(next ?? 0);
    const after = at + 1 < pages.length ? String(at + 1) : undefined;
    return Promise.resolve({ items: pages[at] ?? [], next: after });
  }, limit);
  return { paged, asked };
}

describe('Paged', () => {
  it('iterates all pages, empty ones too', async () => {
    const { paged, asked } = numbers([[1, 2], [], [3]]);
    expect(await paged.all()).toEqual([1, 2, 3]);
    expect(asked).toEqual([undefined, '1', '2']);
  });

  it('reads only the pages whose items are used', async () => {
    const { paged, asked } = numbers([[1, 2], [3]]);
    for await (const item of paged) if (item === 2) break;
    expect(asked).toEqual([undefined]);
  });

  it('stops at its limit without requesting more', async () => {
    const { paged, asked } = numbers([[1, 2], [3]], 2);
    expect(await paged.all()).toEqual([1, 2]);
    expect(asked).toEqual([undefined]);
  });

  it('returns one page and the reference to the next', async () => {
    const { paged } = numbers([[1], [2]]);
    expect(await paged.page()).toEqual({ items: [1], next: '1' });
    expect(await paged.page('1')).toEqual({ items: [2] });
  });

  it('replaces items, leaves some out, and counts the limit after that', async () => {
    const { paged } = numbers([
      [1, 2, 3],
      [4, 5, 6]
    ]);
    const even = paged.map(n => (n % 2 === 0 ? `n${n}` : undefined), 2);
    expect(await even.all()).toEqual(['n2', 'n4']);
  });
});
