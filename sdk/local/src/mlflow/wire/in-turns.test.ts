import { expect, it } from 'vitest';
import { mapInTurns, slicesOf } from './in-turns.js';

it('maps in order, and lets others work meanwhile', async () => {
  let turns = 0;
  const others = setInterval(() => turns++, 1);
  const spin = (row: number) => {
    for (const end = performance.now() + 10; performance.now() < end;);
    return row * 2;
  };
  expect(await mapInTurns([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], spin)).toEqual([
    2, 4, 6, 8, 10, 12, 14, 16, 18, 20
  ]);
  clearInterval(others);
  expect(turns).toBeGreaterThan(1);
});

it('cuts a list into parts, the last of them shorter', () => {
  expect(slicesOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(slicesOf([], 2)).toEqual([]);
});
