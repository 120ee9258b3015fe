/** Returns about `count` round numbers (1, 2 or 5 times a power of ten) within a range. */
export function ticks(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find(factor => factor * power >= rough * 0.7) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const found: number[] = [];
  for (let i = first; i <= last; i += 1) found.push(Number((i * step).toPrecision(12)));
  return found;
}

/** Formats a number for an axis: `0.05`, `1,500`, `2e-7`. */
export function tickLabel(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) return value.toExponential().replace('e+', 'e');
  return value.toLocaleString(undefined, { maximumSignificantDigits: 5 });
}
