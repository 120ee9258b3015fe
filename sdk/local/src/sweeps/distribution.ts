import { fail } from './errors.js';
import { normalQuantile } from './normal-quantile.js';
import type { Numbers } from './random.js';

/** A value of a hyperparameter. A nested choice gives an object. */
export type Value = string | number | boolean | Record<string, unknown>;

/** The distributions of numbers, by Azure's names, with the parameters of each. */
const parameters = {
  uniform: ['min', 'max'],
  quniform: ['min', 'max', 'q'],
  loguniform: ['min', 'max'],
  qloguniform: ['min', 'max', 'q'],
  normal: ['mu', 'sigma'],
  qnormal: ['mu', 'sigma', 'q'],
  lognormal: ['mu', 'sigma'],
  qlognormal: ['mu', 'sigma', 'q'],
  randint: ['upper']
} as const;

/** The maximum nesting of choices. */
const MAX_DEPTH = 20;

export type NumberKind = keyof typeof parameters;

/** The distribution of a hyperparameter's values. */
export type Distribution =
  { kind: NumberKind; numbers: Record<string, number> } | { kind: 'choice'; options: Option[] };

/** One option of a choice: a value, or an object whose fields may themselves vary. */
export type Option = { value: Value } | { fields: Record<string, Distribution> };

/** Reads a distribution in the contract's form: `["uniform", [0, 1]]`, `["choice", [[16, 32]]]`. */
export function readDistribution(name: string, given: unknown): Distribution {
  // The contract's own examples leave a distribution empty: such a hyperparameter does not vary.
  if (isObject(given) && Object.keys(given).length === 0)
    return { kind: 'choice', options: [{ value: '' }] };
  const [kind, values] = Array.isArray(given) ? (given as unknown[]) : [];
  if (kind === 'choice') return { kind, options: optionsOf(name, values) };
  if (typeof kind !== 'string' || !isNumberKind(kind))
    throw fail('DistributionUnknown', {
      name,
      given,
      kinds: ['choice', ...Object.keys(parameters)]
    });
  const names = parameters[kind];
  const numbers = Array.isArray(values) ? values.map(Number) : [];
  if (numbers.length !== names.length || !numbers.every(Number.isFinite))
    throw fail('DistributionNumbersInvalid', { name, kind, numbers: names });
  const read = Object.fromEntries(names.map((key, i) => [key, numbers[i] ?? 0]));
  refuseEmpty(name, kind, read);
  return { kind, numbers: read };
}

/** Draws a value. It consumes the same number of random numbers every time. */
export function draw(distribution: Distribution, next: Numbers, base: number): Value {
  if (distribution.kind === 'choice') {
    const at = Math.floor(next() * distribution.options.length);
    const drawn = distribution.options.map(option => drawOption(option, next, base));
    return drawn[at] ?? '';
  }
  return drawNumber(distribution.kind, distribution.numbers, next(), base);
}

function drawOption(option: Option, next: Numbers, base: number): Value {
  if ('value' in option) return option.value;
  return Object.fromEntries(
    Object.entries(option.fields).map(([key, field]) => [key, draw(field, next, base)])
  );
}

/** The quantile of the distribution: the value below which the share `u` lies. */
function drawNumber(
  kind: NumberKind,
  { min = 0, max = 0, mu = 0, sigma = 0, q = 0, upper = 1 }: Record<string, number>,
  u: number,
  base: number
): number {
  if (kind === 'randint') return Math.floor(u * upper);
  const plain = kind.endsWith('uniform')
    ? min + u * (max - min)
    : mu + sigma * normalQuantile(Math.min(Math.max(u, 2 ** -33), 1 - 2 ** -33));
  const value = kind.includes('log') ? base ** plain : plain;
  return kind.startsWith('q') ? roundTo(value, q) : value;
}

/** The nearest multiple of `q`, without binary rounding errors and without a negative zero. */
export function roundTo(value: number, q: number): number {
  return Number((Math.round(value / q) * q).toPrecision(12)) + 0;
}

function optionsOf(name: string, values: unknown): Option[] {
  const options: unknown = Array.isArray(values) ? values[0] : undefined;
  if (!Array.isArray(options) || options.length === 0) throw fail('ChoiceEmpty', { name });
  if (name.split('.').length > MAX_DEPTH) throw fail('ChoiceTooDeep', { name, max: MAX_DEPTH });
  return options.map((option): Option => {
    if (!isObject(option)) return { value: option as Value };
    const fields = Object.entries(option).map(([key, field]): [string, Distribution] => [
      key,
      Array.isArray(field) && typeof field[0] === 'string' && isKind(field[0])
        ? readDistribution(`${name}.${key}`, field)
        : { kind: 'choice', options: [{ value: field as Value }] }
    ]);
    return { fields: Object.fromEntries(fields) };
  });
}

function refuseEmpty(name: string, kind: NumberKind, numbers: Record<string, number>): void {
  const { min = 0, max = 0, sigma = 1, q = 1, upper = 1 } = numbers;
  if (!Number.isFinite(max - min)) throw fail('DistributionRangeInfinite', { name, kind });
  if (min > max) throw fail('DistributionRangeReversed', { name, kind });
  if (sigma <= 0 || q <= 0 || upper < 1) throw fail('DistributionNotPositive', { name, kind });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumberKind(kind: string): kind is NumberKind {
  return Object.hasOwn(parameters, kind);
}

function isKind(kind: string): boolean {
  return kind === 'choice' || isNumberKind(kind);
}
