import { describe, expect, it } from 'vitest';
import { estimateEnd } from './estimate.js';

const since = new Date('2026-01-01T00:00:00Z');
const end = (cell: number, ...earlier: number[][]) => estimateEnd({ cell, of: 3, since }, earlier);

describe('the estimated end of a notebook job', () => {
  it('is the median of what earlier runs took from this cell on', () => {
    const runs = [
      [1, 60, 4],
      [1, 600, 0],
      [900, 66, 4]
    ];
    expect(end(2, ...runs)).toEqual({ endsAt: '2026-01-01T00:01:10.000Z', runs: 3 });
    expect(end(3, ...runs.slice(0, 2))).toEqual({ endsAt: '2026-01-01T00:00:02.000Z', runs: 2 });
  });

  it('counts only runs with as many cells', () => {
    expect(end(1, [1, 2], [1, 2, 3], [1, 2, 3, 4])).toEqual({
      endsAt: '2026-01-01T00:00:06.000Z',
      runs: 1
    });
  });

  it('is unknown without such a run, and before the first cell', () => {
    expect(end(1, [1, 2])).toBeNull();
    expect(end(1)).toBeNull();
    expect(end(0, [1, 2, 3])).toBeNull();
  });
});
