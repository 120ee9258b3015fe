import { draw, roundTo, type Distribution, type Value } from './distribution.js';
import type { Numbers } from './random.js';
import type { SearchSpace, Values } from './search-space.js';

/** A trial that has ended: what it was run with, and what came out, the less the better; NaN when nothing did. */
export interface Observation {
  values: Values;
  loss: number;
}

/** Trials that are drawn at random before anything is inferred from them. */
const STARTUP = 8;
/** Values that are weighed for each hyperparameter; the most promising one is taken. */
const CANDIDATES = 24;

/**
 * Draws the next trial by the tree-structured Parzen estimator: J. Bergstra, R. Bardenet, Y. Bengio, B. Kégl, "Algorithms for
 * Hyper-Parameter Optimization", NeurIPS 2011, section 4. The trials so far are parted into the better few and the rest; of values
 * drawn from the density l of the better ones that one is taken for which l(x) / g(x) is greatest, g being the density of the rest,
 * which is where the expected improvement is greatest. Each hyperparameter is drawn by itself.
 */
export function drawByTpe(
  space: SearchSpace,
  observed: readonly Observation[],
  next: Numbers
): Values {
  const entries = [...space];
  if (observed.filter(({ loss }) => !Number.isNaN(loss)).length < STARTUP)
    return Object.fromEntries(entries.map(([name, d]) => [name, draw(d, next, Math.E)]));
  const ranked = [...observed].sort((a, b) => rank(a) - rank(b));
  const few = Math.min(25, Math.ceil(0.1 * ranked.length) + 1);
  const [better, rest] = [ranked.slice(0, few), ranked.slice(few)];
  return Object.fromEntries(
    entries.map(([name, distribution]) => {
      const of = (part: Observation[]) => part.map(({ values }) => values[name] as Value);
      return [name, drawOne(distribution, of(better), of(rest), next)];
    })
  );
}

/** A trial that gave nothing is the worst. */
function rank({ loss }: Observation): number {
  return Number.isNaN(loss) ? Infinity : loss;
}

function drawOne(distribution: Distribution, better: Value[], rest: Value[], next: Numbers): Value {
  if (distribution.kind === 'choice') {
    const options = distribution.options.map((_, at) => at);
    const whole = options.map(at => draw(distribution, fixed((at + 0.5) / options.length), Math.E));
    const index = (value: Value) => whole.findIndex(known => same(known, value));
    const l = shares(better.map(index), options.length);
    const g = shares(rest.map(index), options.length);
    const candidates = Array.from({ length: CANDIDATES }, () => pick(l, next()));
    return whole[most(candidates, at => (l[at] ?? 0) / (g[at] ?? 1))] ?? '';
  }
  const { min = 0, max = 0, q } = distribution.numbers;
  if (min === max) return min;
  const l = parzen(better.map(Number), min, max);
  const g = parzen(rest.map(Number), min, max);
  const candidates = Array.from({ length: CANDIDATES }, () => {
    const bump = l[Math.floor(next() * l.length)] as Bump;
    return within(bump, min, max, next);
  });
  const x = most(candidates, at => density(l, at) / density(g, at));
  return q === undefined ? x : roundTo(x, q);
}

/** One normal density of a mixture. */
interface Bump {
  mean: number;
  sigma: number;
}

/** A bump at each value, as wide as the way to its further neighbour, and one over the whole range, which keeps all of it possible. */
function parzen(values: number[], min: number, max: number): Bump[] {
  const range = max - min;
  const sorted = [...values].sort((a, b) => a - b);
  const least = range / Math.min(100, 1 + sorted.length);
  const bumps = sorted.map((mean, i) => {
    const left = mean - (sorted[i - 1] ?? min);
    const right = (sorted[i + 1] ?? max) - mean;
    return { mean, sigma: Math.min(Math.max(left, right, least), range) };
  });
  return [...bumps, { mean: (min + max) / 2, sigma: range }];
}

function density(bumps: Bump[], x: number): number {
  const sum = bumps.reduce(
    (total, { mean, sigma }) => total + Math.exp(-0.5 * ((x - mean) / sigma) ** 2) / sigma,
    0
  );
  return sum / bumps.length;
}

/** A normal value of the bump that lies in the range: by the Box-Muller transform, drawn anew until it does. */
function within({ mean, sigma }: Bump, min: number, max: number, next: Numbers): number {
  for (;;) {
    const z = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    const x = mean + sigma * z;
    if (x >= min && x <= max) return x;
  }
}

/** How often each option was taken, none counted as never. */
function shares(taken: number[], options: number): number[] {
  const total = taken.length + 1;
  return Array.from(
    { length: options },
    (_, at) => (taken.filter(other => other === at).length + 1 / options) / total
  );
}

function pick(weights: number[], u: number): number {
  let rest = u * weights.reduce((a, b) => a + b, 0);
  return Math.max(
    0,
    weights.findIndex(weight => (rest -= weight) < 0)
  );
}

function most(candidates: number[], score: (candidate: number) => number): number {
  return candidates.reduce((a, b) => (score(b) > score(a) ? b : a));
}

function same(a: Value, b: Value): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Numbers of which the first is told and the others do not matter. */
function fixed(first: number): Numbers {
  let at = 0;
  return () => (at++ === 0 ? first : 0);
}
