import type { SweepJob } from 'carry-ml/arm';
import { readDistribution, type Distribution, type Value } from './distribution.js';
import { fail } from './errors.js';
import { gridSize } from './grid.js';
import { SOBOL_DIMENSIONS } from './sobol.js';

/** The hyperparameters of a sweep by name, in the order given. */
export type SearchSpace = ReadonlyMap<string, Distribution>;

/** The values of one trial. */
export type Values = Record<string, Value>;

const bayesian: ReadonlySet<string> = new Set(['choice', 'uniform', 'quniform']);

/** Reads a search space; throws when the sampling algorithm cannot sample it. */
export function readSearchSpace({
  searchSpace,
  samplingAlgorithm
}: Pick<SweepJob, 'searchSpace' | 'samplingAlgorithm'>): SearchSpace {
  const space = new Map(
    Object.entries(searchSpace).map(([name, given]) => [name, readDistribution(name, given)])
  );
  if (space.size === 0) throw fail('SearchSpaceEmpty');
  const type = samplingAlgorithm.samplingAlgorithmType;
  for (const [name, distribution] of space) {
    if (type === 'Grid' && gridSize(distribution) === undefined)
      throw fail('GridNeedsChoices', { name, kind: distribution.kind });
    if (type === 'Bayesian' && !isFlat(distribution))
      throw fail('BayesianUnsupported', { name, kind: distribution.kind });
  }
  const dimensions = dimensionsOf(space);
  if (samplingAlgorithm.rule === 'Sobol' && dimensions > SOBOL_DIMENSIONS)
    throw fail('SobolDimensionsExceeded', { max: SOBOL_DIMENSIONS, dimensions });
  return space;
}

/** Number of random numbers needed to draw from the whole space. */
export function dimensionsOf(space: SearchSpace): number {
  const of = (distribution: Distribution): number =>
    distribution.kind === 'choice'
      ? distribution.options.reduce(
          (sum, option) =>
            'value' in option
              ? sum
              : Object.values(option.fields).reduce((inner, field) => inner + of(field), sum),
          1
        )
      : 1;
  return [...space.values()].reduce((sum, distribution) => sum + of(distribution), 0);
}

function isFlat(distribution: Distribution): boolean {
  if (distribution.kind === 'choice')
    return distribution.options.every(
      option =>
        'value' in option || Object.values(option.fields).every(field => gridSize(field) === 1)
    );
  return bayesian.has(distribution.kind);
}
