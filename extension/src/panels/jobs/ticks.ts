/** Returns about `count` round numbers (1, 2 or 5 times a power of ten) within a range of finite numbers, low to high. */
export function ticks(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low];
  const intervals = Math.max(1, count);
  // Not `(high - low) / intervals`: the difference of huge numbers is infinite.
  const rough = high / intervals - low / intervals;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find(factor => factor * power >= rough * 0.7) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Beyond the precision of numbers, there is nothing round between the ends.
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last)) return [low, high];
  const found = new Set<number>();
  for (let i = first; i <= last; i += 1) found.add(Number((i * step).toPrecision(12)));
  return [...found];
}
