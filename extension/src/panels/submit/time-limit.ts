const UNITS: readonly [unit: string, seconds: number][] = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1]
];

/** No job runs longer than the service lets it; a longer limit is a slip. */
const MAX_SECONDS = 365 * 86_400;

/**
 * Reads a time limit in seconds. A number alone is minutes; units go from the largest to the smallest: `90`, `1h30m`, `1.5h`,
 * `2d`. Undefined for any other text.
 */
export function readTimeLimit(text: string): number | undefined {
  const compact = text.toLowerCase().replace(/\s+/g, '');
  const seconds = /^\d+(?:\.\d+)?$/.test(compact) ? Number(compact) * 60 : sumOfUnits(compact);
  const whole = Math.round(seconds);
  return whole >= 1 && whole <= MAX_SECONDS ? whole : undefined;
}

function sumOfUnits(compact: string): number {
  const pattern = UNITS.map(([unit]) => `(?:(\\d+(?:\\.\\d+)?)${unit})?`).join('');
  const found = new RegExp(`^${pattern}$`).exec(compact.replace(/min$/, 'm'));
  if (!found) return NaN;
  return UNITS.reduce((sum, [, seconds], i) => sum + Number(found[i + 1] ?? 0) * seconds, 0);
}
