/** How many traces match two filters, each of them, both and the base of the comparison. */
export interface CorrelationCounts {
  total: number;
  first: number;
  second: number;
  both: number;
}

/** Added to each of the four cells of the table for the smoothed value: Jeffreys' prior. */
const JEFFREYS_PRIOR = 0.5;

/**
 * Returns the normalized pointwise mutual information of two filters, from -1 (never together) over 0 (independent) to 1 (always
 * together). It is undefined if one of the filters matches nothing.
 */
export function correlation(counts: CorrelationCounts): { npmi?: number; npmi_smoothed?: number } {
  const { total, first, second, both } = counts;
  if (total === 0 || first === 0 || second === 0) return {};
  return {
    npmi: both === 0 ? -1 : information(counts, 0),
    npmi_smoothed: information(counts, JEFFREYS_PRIOR)
  };
}

function information({ total, first, second, both }: CorrelationCounts, smoothing: number): number {
  if (both === total) return 1;
  const joint = both + smoothing;
  const all = total + 4 * smoothing;
  const mutual =
    Math.log(joint) +
    Math.log(all) -
    Math.log(first + 2 * smoothing) -
    Math.log(second + 2 * smoothing);
  return Math.min(1, Math.max(-1, mutual / (Math.log(all) - Math.log(joint))));
}
