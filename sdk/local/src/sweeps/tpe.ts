import { draw, roundTo, type Distribution, type Value } from './distribution.js';
import type { Numbers } from './random.js';
import type { SearchSpace, Values } from './search-space.js';

/** An ended trial: its values, and its loss; a smaller loss is better, NaN means that it logged none. */
export interface Observation {
  values: Values;
  loss: number;
}

/** Number of trials that are drawn at random first. */
const STARTUP = 8;
/** Number of candidates that are compared for each hyperparameter; the best one is used. */
const CANDIDATES = 24;

/**
 * Draws the next trial by the tree-structured Parzen estimator: J. Bergstra, R. Bardenet, Y. Bengio, B. Kégl, "Algorithms for
 * Hyper-Parameter Optimization", NeurIPS 2011, section 4. The trials so far are divided into the better few and the rest. Candidates are
 * drawn from the density l of the better ones, and the one with the greatest l(x) / g(x) is used, g being the density of the rest; it has
 * the greatest expected improvement. Each hyperparameter is drawn independently.
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

/** Sorts trials by loss; one without a loss is the worst. */
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
    const component = l[Math.floor(next() * l.length)] as Component;
    return within(component, min, max, next);
  });
  const x = most(candidates, at => density(l, at) / density(g, at));
  return q === undefined ? x : roundTo(x, q);
}

/** One normal density of a mixture. */
interface Component {
  mean: number;
  sigma: number;
}

/** The Parzen estimate: one component at each value, as wide as the distance to its further neighbour, and one over the whole range, so that all of it stays possible. */
function parzen(values: number[], min: number, max: number): Component[] {
  const range = max - min;
  const sorted = [...values].sort((a, b) => a - b);
  const least = range / Math.min(100, 1 + sorted.length);
  const components = sorted.map((mean, i) => {
    const left = mean - (sorted[i - 1] ?? min);
    const right = (sorted[i + 1] ?? max) - mean;
    return { mean, sigma: Math.min(Math.max(left, right, least), range) };
  });
  return [...components, { mean: (min + max) / 2, sigma: range }];
}

function density(components: Component[], x: number): number {
  const sum = components.reduce(
    (total, { mean, sigma }) => total + Math.exp(-0.5 * ((x - mean) / sigma) ** 2) / sigma,
    0
  );
  return sum / components.length;
}

/** Draws a normal value by the Box-Muller transform, repeatedly until it is in the range. */
function within({ mean, sigma }: Component, min: number, max: number, next: Numbers): number {
  for (;;) {
    const z = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    const x = mean + sigma * z;
    if (x >= min && x <= max) return x;
  }
}

/** The share of each option, smoothed so that none is zero. */
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

/** Numbers of which only the first matters. */
function fixed(first: number): Numbers {
  let at = 0;
  return () => (at++ === 0 ? first : 0);
}
