import type { SweepJob } from 'carry-ml/arm';
import { fail } from '../errors/index.js';
import { readDistribution, type Distribution, type Value } from './distribution.js';
import { gridSize } from './grid.js';
import { SOBOL_DIMENSIONS } from './sobol.js';

/** The hyperparameters of a sweep by name, in the order given. */
export type SearchSpace = ReadonlyMap<string, Distribution>;

/** What one trial is run with. */
export type Values = Record<string, Value>;

const bayesian: ReadonlySet<string> = new Set(['choice', 'uniform', 'quniform']);

/** Reads a search space; refuses one that the sampling algorithm cannot sample. */
export function readSearchSpace({
  searchSpace,
  samplingAlgorithm
}: Pick<SweepJob, 'searchSpace' | 'samplingAlgorithm'>): SearchSpace {
  const space = new Map(
    Object.entries(searchSpace).map(([name, given]) => [name, readDistribution(name, given)])
  );
  if (space.size === 0) throw invalid('searchSpace is empty. Name a hyperparameter to vary.');
  const type = samplingAlgorithm.samplingAlgorithmType;
  for (const [name, distribution] of space) {
    if (type === 'Grid' && gridSize(distribution) === undefined)
      throw invalid(
        `Grid sampling goes through choices only, and '${name}' is a ${distribution.kind}. Give a choice of values, or sample by Random.`
      );
    if (type === 'Bayesian' && !isFlat(distribution))
      throw invalid(
        `Bayesian sampling knows choice, uniform and quniform only, and '${name}' is ${distribution.kind === 'choice' ? 'a choice with others inside' : distribution.kind}. Choose another distribution, or sample by Random.`
      );
  }
  if (samplingAlgorithm.rule === 'Sobol' && dimensionsOf(space) > SOBOL_DIMENSIONS)
    throw invalid(
      `The Sobol sequence has ${SOBOL_DIMENSIONS} dimensions here; this search space has ${dimensionsOf(space)}. Use the rule Random.`
    );
  return space;
}

/** How many numbers it takes to draw from all of a space. */
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

function invalid(message: string) {
  return fail('ValidationError', { message });
}
