/**
 * The value below which a standard normal variable lies with probability `p` (between 0 and 1, both excluded), to nine digits: Peter
 * Acklam's rational approximation.
 */
export function normalQuantile(p: number): number {
  const tail = 0.02425;
  if (p < tail) return lower(Math.sqrt(-2 * Math.log(p)));
  if (p > 1 - tail) return -lower(Math.sqrt(-2 * Math.log(1 - p)));
  const q = p - 0.5;
  const r = q * q;
  return (q * polynomial(central, r)) / (polynomial(centralBelow, r) * r + 1);
}

function lower(q: number): number {
  return polynomial(tails, q) / (polynomial(tailsBelow, q) * q + 1);
}

/** By Horner's scheme, the highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, c) => sum * x + c, 0);
}

const central = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2,
  -3.066479806614716e1, 2.506628277459239
];
const centralBelow = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1,
  -1.328068155288572e1
];
const tails = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734,
  4.374664141464968, 2.938163982698783
];
const tailsBelow = [
  7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416
];
