import { describe, expect, it } from 'vitest';
import { draw, readDistribution, type Value } from './distribution.js';
import { numbersOf } from './random.js';

const SIZE = 4000;
const drawn = (given: unknown, base = Math.E): Value[] => {
  const distribution = readDistribution('x', given);
  const next = numbersOf(JSON.stringify(given));
  return Array.from({ length: SIZE }, () => draw(distribution, next, base));
};
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const spread = (values: number[]) =>
  Math.sqrt(mean(values.map(value => (value - mean(values)) ** 2)));
const share = (values: Value[], of: Value) =>
  values.filter(value => JSON.stringify(value) === JSON.stringify(of)).length / values.length;

/** Each with its minimum, maximum, mean and standard deviation, by the formulas of the distributions. */
const e3 = Math.exp(3);
describe('a distribution of numbers', () => {
  it.each([
    ['uniform', [2, 6], 2, 6, 4, 4 / Math.sqrt(12)],
    ['quniform', [0, 10, 5], 0, 10, 5, 5 / Math.SQRT2],
    ['loguniform', [0, 3], 1, e3, (e3 - 1) / 3, 5.21],
    ['qloguniform', [0, 3, 1], 1, 20, (e3 - 1) / 3, 5.21],
    ['normal', [10, 2], -Infinity, Infinity, 10, 2],
    ['qnormal', [10, 2, 0.5], -Infinity, Infinity, 10, 2],
    ['lognormal', [0, 0.5], 0, Infinity, Math.exp(0.125), 0.604],
    ['qlognormal', [2, 0.5, 1], 0, Infinity, Math.exp(2.125), 4.48],
    ['randint', [10], 0, 9, 4.5, Math.sqrt(99 / 12)]
  ])(
    '%s %j has the expected range, mean and deviation',
    (kind, numbers, least, greatest, middle, deviation) => {
      const values = drawn([kind, numbers]) as number[];
      expect(Math.min(...values)).toBeGreaterThanOrEqual(least);
      expect(Math.max(...values)).toBeLessThanOrEqual(greatest);
      expect(Math.abs(mean(values) - middle)).toBeLessThan((4 * deviation) / Math.sqrt(SIZE));
      expect(spread(values) / deviation).toBeCloseTo(1, 0.8);
    }
  );

  it('has steps of q, without rounding errors', () => {
    const values = new Set(drawn(['quniform', [0, 0.5, 0.1]]));
    expect([...values].sort()).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
  });

  it('accepts another base for its logarithm', () => {
    const values = drawn(['loguniform', [-3, 0]], 10) as number[];
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0.001);
    expect(values.filter(value => value < 0.01).length / SIZE).toBeCloseTo(1 / 3, 1);
  });
});

describe('a choice', () => {
  it('draws each value equally often', () => {
    const values = drawn(['choice', [[16, 'adam', true]]]);
    for (const value of [16, 'adam', true]) expect(share(values, value)).toBeCloseTo(1 / 3, 1);
  });

  it('may contain distributions', () => {
    const values = drawn([
      'choice',
      [[{ kind: 'sgd', rate: ['uniform', [0, 1]] }, { kind: 'adam' }]]
    ]) as Record<string, unknown>[];
    const sgd = values.filter(({ kind }) => kind === 'sgd');
    expect(sgd.length / SIZE).toBeCloseTo(0.5, 1);
    expect(mean(sgd.map(({ rate }) => Number(rate)))).toBeCloseTo(0.5, 1);
    expect(values.find(({ kind }) => kind === 'adam')).toEqual({ kind: 'adam' });
  });

  it('of one empty value is the meaning of an empty distribution', () => {
    expect(new Set(drawn({}))).toEqual(new Set(['']));
  });
});

const nested = (depth: number): unknown =>
  depth === 0 ? 1 : ['choice', [[{ x: nested(depth - 1) }]]];

describe('an invalid distribution', () => {
  it.each([
    [['normal', [1]], 'must give normal the numbers mu, sigma'],
    [['uniform', [2, 1]], 'a min that is not above its max'],
    [['quniform', [1, 2, 0]], 'above zero'],
    [['uniform', ['a', 1]], 'must give uniform the numbers min, max'],
    [['uniform', [-1e308, 1e308]], 'a narrower range'],
    [nested(30), 'nested in other choices more than 20 levels deep'],
    [['choice', []], 'must give choice the values'],
    [['zipf', [1]], 'It must be one of: choice, uniform'],
    [{ min: 1 }, 'It must be one of'],
    [5, 'It must be one of']
  ])('is rejected: %j', (given, message) => {
    expect(() => readDistribution('rate', given)).toThrow(/^The hyperparameter 'rate/);
    expect(() => readDistribution('rate', given)).toThrow(message);
  });
});
