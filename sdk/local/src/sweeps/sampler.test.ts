import { describe, expect, it } from 'vitest';
import type { SweepJob } from 'carry-ml/arm';
import { sample } from './sampler.js';
import { readSearchSpace, type Values } from './search-space.js';
import type { Observation } from './tpe.js';

type Sampling = SweepJob['samplingAlgorithm'];

/** The values of the first trials, each drawn with the results of those before. */
function trials(
  searchSpace: Record<string, unknown>,
  samplingAlgorithm: Sampling,
  count: number,
  loss: (values: Values) => number = () => NaN
): Values[] {
  const space = readSearchSpace({ searchSpace, samplingAlgorithm });
  const observed: Observation[] = [];
  for (let index = 0; index < count; index++) {
    const values = sample(space, samplingAlgorithm, { index, salt: 'a sweep', observed });
    if (!values) break;
    observed.push({ values, loss: loss(values) });
  }
  return observed.map(({ values }) => values);
}
const unit = { x: ['uniform', [0, 1]], y: ['uniform', [0, 1]] };

describe('grid sampling', () => {
  it('draws every combination once, including those of nested choices', () => {
    const space = {
      size: ['choice', [[8, 16]]],
      optimizer: ['choice', [['adam', { name: 'sgd', momentum: ['choice', [[0, 0.9]]] }]]]
    };
    const values = trials(space, { samplingAlgorithmType: 'Grid' }, 100);
    expect(values).toEqual(
      [8, 16].flatMap(size => [
        { size, optimizer: 'adam' },
        { size, optimizer: { name: 'sgd', momentum: 0 } },
        { size, optimizer: { name: 'sgd', momentum: 0.9 } }
      ])
    );
  });
});

describe('random sampling', () => {
  it('is equal for equal seeds, trial by trial, and differs for others', () => {
    const of = (seed: number) => trials(unit, { samplingAlgorithmType: 'Random', seed }, 20);
    expect(of(7)).toEqual(of(7));
    expect(of(7)).not.toEqual(of(8));
    expect(new Set(of(7).map(({ x }) => x)).size).toBe(20);
  });

  it('by the Sobol sequence has one point in every cell of a grid of the same size', () => {
    const sobol: Sampling = { samplingAlgorithmType: 'Random', rule: 'Sobol', seed: 3 };
    const cells = trials(unit, sobol, 64).map(
      ({ x, y }) => `${Math.floor(Number(x) * 8)} ${Math.floor(Number(y) * 8)}`
    );
    expect(new Set(cells).size).toBe(64);
  });

  it('by the Sobol sequence is limited by its direction numbers', () => {
    const wide = Object.fromEntries(Array.from({ length: 22 }, (_, i) => [`x${i}`, unit.x]));
    const sobol: Sampling = { samplingAlgorithmType: 'Random', rule: 'Sobol' };
    expect(() => trials(wide, sobol, 1)).toThrow('of 21 dimensions; this search space has 22');
  });
});

describe('bayesian sampling', { timeout: 30_000 }, () => {
  const space = {
    x: ['uniform', [-1, 1]],
    y: ['quniform', [-5, 5, 0.5]],
    kind: ['choice', [['a', 'b', 'c']]]
  };
  const offset: Record<string, number> = { a: 1, b: 0, c: 0.5 };
  const bowl = ({ x, y, kind }: Values) =>
    (Number(x) - 0.3) ** 2 + (Number(y) + 2) ** 2 / 25 + (offset[kind as string] ?? 9);
  const bestOf = (samplingAlgorithmType: 'Random' | 'Bayesian', seed: number) =>
    Math.min(...trials(space, { samplingAlgorithmType, seed }, 60, bowl).map(bowl));

  it('gets closer to the minimum of a function than random sampling with the same number of trials', () => {
    const seeds = Array.from({ length: 20 }, (_, seed) => seed);
    const wins = seeds.filter(seed => bestOf('Bayesian', seed) < bestOf('Random', seed)).length;
    const middle = (all: number[]) => [...all].sort((a, b) => a - b)[10] ?? NaN;
    expect(wins).toBeGreaterThan(15);
    expect(middle(seeds.map(seed => bestOf('Bayesian', seed)))).toBeLessThan(
      middle(seeds.map(seed => bestOf('Random', seed))) / 4
    );
  });

  it('is equal for equal seeds, and stays within the space', () => {
    const of = () => trials(space, { samplingAlgorithmType: 'Bayesian', seed: 1 }, 30, bowl);
    expect(of()).toEqual(of());
    for (const { x, y } of of()) {
      expect(Math.abs(Number(x))).toBeLessThanOrEqual(1);
      expect(Number.isInteger(Number(y) * 2)).toBe(true);
    }
  });

  it('ignores trials without a metric, and continues', () => {
    expect(trials(space, { samplingAlgorithmType: 'Bayesian' }, 20, () => NaN)).toHaveLength(20);
    const half = ({ x }: Values) => (Number(x) < 0 ? NaN : -Number(x));
    const late = trials(space, { samplingAlgorithmType: 'Bayesian' }, 60, half).slice(30);
    expect(late.filter(({ x }) => Number(x) >= 0).length).toBeGreaterThan(20);
  });
});

describe('a search space', () => {
  it.each([
    ['Grid', { x: ['uniform', [0, 1]] }, "'x' is a uniform"],
    ['Grid', { x: ['choice', [[{ y: ['normal', [0, 1]] }]]] }, "'x' is a choice"],
    ['Bayesian', { x: ['normal', [0, 1]] }, "'x' is normal"],
    ['Bayesian', { x: ['choice', [[{ y: ['uniform', [0, 1]] }]]] }, 'others inside'],
    ['Random', {}, 'searchSpace is empty']
  ] as const)('is rejected when %s sampling cannot sample it: %j', (type, space, message) => {
    const samplingAlgorithm: Sampling = { samplingAlgorithmType: type };
    expect(() => readSearchSpace({ searchSpace: space, samplingAlgorithm })).toThrow(message);
  });
});
