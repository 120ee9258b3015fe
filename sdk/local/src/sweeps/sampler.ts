import type { SweepJob } from 'carry-ml/arm';
import { draw } from './distribution.js';
import { gridPoint } from './grid.js';
import { numbersOf, type Numbers } from './random.js';
import type { SearchSpace, Values } from './search-space.js';
import { sobolBits } from './sobol.js';
import { drawByTpe, type Observation } from './tpe.js';

/** The trial to draw. */
export interface Draw {
  /** The number of the trial, from 0. */
  index: number;
  /** The seed of a sweep whose user gave none. */
  salt: string;
  /** The trials that have ended. */
  observed: readonly Observation[];
}

/**
 * The values of a trial, the same at every call; undefined when a grid has no more. No state is kept between trials, so a restarted
 * server continues the sequence.
 */
export function sample(
  space: SearchSpace,
  { samplingAlgorithmType, seed, rule, logbase }: SweepJob['samplingAlgorithm'],
  { index, salt, observed }: Draw
): Values | undefined {
  if (samplingAlgorithmType === 'Grid') return gridPoint(space, index);
  const begin = seed === undefined || seed === null ? salt : `seed ${seed}`;
  if (samplingAlgorithmType === 'Bayesian')
    return drawByTpe(space, observed, numbersOf(`${begin} trial ${index}`));
  const next = rule === 'Sobol' ? sobol(index, begin) : numbersOf(`${begin} trial ${index}`);
  const base = baseOf(logbase);
  return Object.fromEntries([...space].map(([name, d]) => [name, draw(d, next, base)]));
}

/** The base of a logarithm: a positive number or `e`, the default. */
export function baseOf(logbase: string | number | null | undefined): number {
  return logbase === undefined || logbase === null || logbase === 'e' ? Math.E : Number(logbase);
}

/** The coordinates of a point of the Sobol sequence, each dimension shifted by the seed, which keeps the points evenly spread. */
function sobol(index: number, seed: string): Numbers {
  const shift = numbersOf(seed);
  let dimension = 0;
  return () => {
    const bits = sobolBits(index, dimension++) ^ Math.floor(shift() * 2 ** 32);
    return (bits >>> 0) / 2 ** 32;
  };
}
