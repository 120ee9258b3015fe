import { MAX_TRIALS } from './limits.js';

const NUMBER = String.raw`([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)`;
const RANGE = new RegExp(
  String.raw`^${NUMBER}\s*\.\.\s*${NUMBER}(?:\s+(step|log)(?:\s+${NUMBER})?)?$`,
  'i'
);

/**
 * Reads a range of numbers: `1..5`, `0..1 step 0.25`, `1e-4..1 log` (each ten times the one before), `1..100 log 5` (five values that
 * are evenly spaced on a logarithmic scale). Undefined if the text is no range, `invalid` if its numbers make none.
 */
export function readRange(text: string): number[] | 'invalid' | undefined {
  const found = RANGE.exec(text.trim());
  if (!found) return undefined;
  const [, first, last, word, given] = found;
  const [from, to] = [Number(first), Number(last)];
  const count = given === undefined ? undefined : Number(given);
  const values =
    word?.toLowerCase() === 'log' ? logarithmic(from, to, count) : linear(from, to, count ?? 1);
  return values ?? 'invalid';
}

function linear(from: number, to: number, step: number): number[] | undefined {
  const steps = Math.floor((to - from) / step + 1e-9);
  if (!(step > 0) || !(steps >= 0) || steps >= MAX_TRIALS) return undefined;
  return Array.from({ length: steps + 1 }, (_, i) => rounded(from + i * step));
}

function logarithmic(from: number, to: number, count?: number): number[] | undefined {
  const decades = Math.log10(to / from);
  if (!(from > 0) || !(decades > 0) || !Number.isFinite(decades)) return undefined;
  const steps = count === undefined ? Math.floor(decades + 1e-9) : count - 1;
  if (!Number.isInteger(steps) || steps < 1 || steps >= MAX_TRIALS) return undefined;
  const factor = count === undefined ? 10 : 10 ** (decades / steps);
  return Array.from({ length: steps + 1 }, (_, i) => rounded(from * factor ** i));
}

/** Without what binary numbers add: 0.1 + 0.2 is 0.3. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
