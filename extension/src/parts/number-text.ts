import type { MetricJson } from '@carry-ml/bridge';

/** Returns the number that a metric's value in JSON stands for. */
export function metricNumber(value: MetricJson): number {
  return Number(value);
}

/** Formats a number of a metric, rounded to some digits: `0.05`, `1,500`, `2e-7`, `NaN`, `∞`, `-∞`. */
export function numberText(value: number, digits = 5): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) {
    // The mantissa alone is rounded, because the largest number rounded up is infinite.
    const [mantissa, exponent] = value.toExponential(digits - 1).split('e');
    return `${Number(mantissa)}e${Number(exponent)}`;
  }
  return value.toLocaleString(undefined, { maximumSignificantDigits: digits });
}
