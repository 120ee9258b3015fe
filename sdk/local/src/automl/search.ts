import { sample } from '../sweeps/sampler.js';
import { readSearchSpace, type Values } from '../sweeps/search-space.js';
import type { Algorithm } from './algorithms.js';
import { isBetter, type PrimaryMetric } from './metrics.js';

/** What a trial fits: an algorithm with its hyperparameters, or an ensemble of earlier trials. */
export interface Candidate {
  algorithm: string;
  parameters: Values;
  /** The members of an ensemble. */
  members?: Candidate[];
}

/** A trial that was drawn: its candidate, and its score once it has one. */
export interface DrawnTrial {
  candidate: Candidate;
  hasEnded: boolean;
  score?: number;
}

/** What a search may draw from. */
export interface SearchPlan {
  algorithms: readonly Algorithm[];
  /** Ensembles that are fitted when all other trials have ended. */
  ensembles: readonly string[];
  metric: PrimaryMetric;
  maxTrials: number;
  endsEarly: boolean;
}

/** Number of algorithms whose hyperparameters are varied after the first round. */
const FINALISTS = 3;
/** Number of trials that an ensemble combines. */
const MEMBERS = 5;
/** As in Azure: the first trials are landmarks; after them the search ends when this many trials bring nothing better. */
const LANDMARKS = 20;
const PATIENCE = 10;
/** Number of draws until one is new. The first few follow the scores, which may lead to the same point again and again. */
const MAX_DRAWS = 50;
const MAX_LED_DRAWS = 5;
/** The same job draws the same trials on every machine. */
const SEED = 'automl';

/** What to do next: fit a candidate, wait for running trials, or end. */
export type Next = { candidate: Candidate } | 'wait' | 'end';

/**
 * Decides the next trial. First every algorithm is fitted once with its usual hyperparameters. Then those of the best three algorithms
 * are varied in turns, by the sampler of Bayesian sweeps. Last come the ensembles of the best trials.
 */
export function nextTrial(plan: SearchPlan, trials: readonly DrawnTrial[]): Next {
  const left = plan.maxTrials - trials.length;
  if (left <= 0) return 'end';
  const isOver =
    left <= plan.ensembles.length || trials.some(isEnsemble) || hasStagnated(plan, trials);
  if (!isOver) {
    const candidate = nextSingle(plan, trials);
    if (candidate) return { candidate };
  }
  return nextEnsemble(plan, trials);
}

function isEnsemble({ candidate }: DrawnTrial): boolean {
  return candidate.members !== undefined;
}

/** True when the latest trials brought nothing better. */
function hasStagnated({ endsEarly, metric }: SearchPlan, trials: readonly DrawnTrial[]): boolean {
  const scores = trials.flatMap(({ score }) => (score === undefined ? [] : [score]));
  if (!endsEarly || scores.length < LANDMARKS + PATIENCE) return false;
  const before = bestOf(metric, scores.slice(0, -PATIENCE));
  return scores.slice(-PATIENCE).every(score => !isBetter(metric, score, before));
}

function bestOf(metric: PrimaryMetric, scores: readonly number[]): number | undefined {
  return scores.reduce<number | undefined>(
    (best, score) => (isBetter(metric, score, best) ? score : best),
    undefined
  );
}

function nextSingle(plan: SearchPlan, trials: readonly DrawnTrial[]): Candidate | undefined {
  const tried = new Set(trials.map(({ candidate }) => candidate.algorithm));
  const untried = plan.algorithms.find(({ name }) => !tried.has(name));
  if (untried) return { algorithm: untried.name, parameters: untried.start };
  const finalists = ranked(plan, trials)
    .map(({ candidate }) => plan.algorithms.find(({ name }) => name === candidate.algorithm))
    .filter(algorithm => algorithm !== undefined && Object.keys(algorithm.space).length > 0);
  const distinct = [...new Set(finalists)].slice(0, FINALISTS);
  const turn = trials.length - plan.algorithms.length;
  for (let i = 0; i < distinct.length; i++) {
    const algorithm = distinct[(turn + i) % distinct.length];
    const candidate = algorithm && varied(algorithm, plan.metric, trials);
    if (candidate) return candidate;
  }
  return undefined;
}

/** The algorithm with hyperparameters drawn from its space; undefined when draw after draw was tried before. */
function varied(
  { name, space, start }: Algorithm,
  { goal }: PrimaryMetric,
  trials: readonly DrawnTrial[]
): Candidate | undefined {
  const samplingAlgorithm = { samplingAlgorithmType: 'Bayesian' as const };
  const searchSpace = readSearchSpace({ searchSpace: space, samplingAlgorithm });
  const own = trials.filter(({ candidate }) => candidate.algorithm === name);
  // The first trial is not from the space: it need not have all of its hyperparameters.
  const observed = own
    .slice(1)
    .filter(({ hasEnded }) => hasEnded)
    .map(({ candidate, score = NaN }) => ({
      values: candidate.parameters,
      loss: goal === 'Maximize' ? -score : score
    }));
  const tried = new Set(own.map(({ candidate }) => textOf(candidate.parameters)));
  for (let draw = 0; draw < MAX_DRAWS; draw++) {
    const salt = `${SEED} ${name} draw ${draw}`;
    const drawn = sample(searchSpace, samplingAlgorithm, {
      index: own.length,
      salt,
      observed: draw < MAX_LED_DRAWS ? observed : []
    });
    const parameters = { ...start, ...drawn };
    if (!tried.has(textOf(parameters))) return { algorithm: name, parameters };
  }
  return undefined;
}

function textOf(parameters: Values): string {
  return JSON.stringify(Object.entries(parameters).sort());
}

/** The trials with a score, the best first. */
function ranked({ metric }: SearchPlan, trials: readonly DrawnTrial[]): DrawnTrial[] {
  const sign = metric.goal === 'Maximize' ? -1 : 1;
  return trials
    .filter(({ score }) => score !== undefined)
    .sort((a, b) => sign * ((a.score ?? 0) - (b.score ?? 0)));
}

/** The next ensemble of the best trials, once they have ended. */
function nextEnsemble(plan: SearchPlan, trials: readonly DrawnTrial[]): Next {
  const done = trials.filter(isEnsemble).map(({ candidate }) => candidate.algorithm);
  const algorithm = plan.ensembles.find(name => !done.includes(name));
  if (algorithm === undefined) return 'end';
  const singles = trials.filter(trial => !isEnsemble(trial));
  if (singles.some(({ hasEnded }) => !hasEnded)) return 'wait';
  const members = ranked(plan, singles)
    .slice(0, MEMBERS)
    .map(({ candidate }) => candidate);
  return members.length < 2 ? 'end' : { candidate: { algorithm, parameters: {}, members } };
}
