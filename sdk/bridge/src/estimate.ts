import type { Estimate } from './api.js';

/** Where a notebook job is. */
interface Position {
  /** The code cell that runs; the first is 1. */
  cell: number;
  /** Number of code cells. */
  of: number;
  /** When the cell began. */
  since: Date;
}

/**
 * Estimates when a notebook job ends: each earlier run with as many cells tells how long it took from this cell on, and the median of
 * that counts. Null without such a run, or before the first cell.
 */
export function estimateEnd(
  { cell, of, since }: Position,
  earlier: readonly (readonly number[])[]
): Estimate | null {
  const alike = earlier.filter(seconds => seconds.length === of);
  if (alike.length === 0 || cell === 0) return null;
  const left = median(alike.map(seconds => seconds.slice(cell - 1).reduce((sum, s) => sum + s, 0)));
  return { endsAt: new Date(since.getTime() + left * 1000).toISOString(), runs: alike.length };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}
