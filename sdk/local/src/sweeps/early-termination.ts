import type { EarlyTermination, SweepJob } from 'carry-ml/arm';

export type Goal = SweepJob['objective']['goal'];

/** The metric of a trial so far. */
export interface TrialHistory {
  trial: string;
  /** The primary metric in the order in which it was logged. */
  values: readonly number[];
  /** Running, stopped before its end, or ended by itself. */
  state: 'running' | 'stopped' | 'finished';
}

/** A trial that a policy stops, and why. */
export interface Termination {
  trial: string;
  because: string;
}

/** Whether the value `a` of the primary metric is closer to the goal than `b`. */
export function isBetter(goal: Goal, a: number, b: number): boolean {
  return goal === 'Maximize' ? a > b : a < b;
}

/**
 * The number of values at which a trial is evaluated: the last multiple of the interval that it has reached, once the delay is over; 0
 * before. Each value of the primary metric counts as one interval.
 */
export function evaluatedAt(policy: EarlyTermination, logged: number): number {
  const interval = Math.max(1, policy.evaluationInterval ?? 1);
  const at = Math.floor(logged / interval) * interval;
  return at >= (policy.delayEvaluation ?? 0) ? at : 0;
}

/**
 * The running trials that the policy stops. Computed from the histories alone, so no state has to be kept: a trial is compared with
 * the values that the others had reached after the same number of logged values.
 */
export function terminations(
  policy: EarlyTermination,
  goal: Goal,
  histories: readonly TrialHistory[]
): Termination[] {
  const better = (a: number, b: number) => isBetter(goal, a, b);
  const best = (values: readonly number[]) => values.reduce((a, b) => (better(b, a) ? b : a));
  return histories.flatMap(({ trial, values, state }) => {
    const at = evaluatedAt(policy, values.length);
    if (state !== 'running' || at === 0) return [];
    const reached = histories.filter(other => other.values.length >= at);
    const own = best(values.slice(0, at));
    const limit = limits[policy.policyType]({
      policy,
      worse: goal === 'Maximize' ? -1 : 1,
      reached: reached.map(other => ({ ...other, values: other.values.slice(0, at) })),
      best
    });
    if (limit === undefined || !better(limit.value, own)) return [];
    return [
      {
        trial,
        because: `after ${at} values its best is ${own}, worse than ${limit.value}, ${limit.of}`
      }
    ];
  });
}

interface Evaluation {
  policy: EarlyTermination;
  /** The sign of a change that makes a value worse. */
  worse: 1 | -1;
  /** The histories that are at least as long as the evaluated one, cut to its length. */
  reached: readonly TrialHistory[];
  best: (values: readonly number[]) => number;
}

/** For each policy, the limit: a trial whose best value is worse is stopped. Undefined when the policy stops no trial. */
const limits: Record<
  EarlyTermination['policyType'],
  (evaluation: Evaluation) => { value: number; of: string } | undefined
> = {
  /** Azure defines the factor for positive metrics: best / (1 + factor) or best * (1 + factor). For negative ones the distance is the same. */
  Bandit: ({ policy, worse, reached, best }) => {
    const top = best(reached.map(history => best(history.values)));
    const { slackFactor, slackAmount } = policy;
    const share = slackFactor ? (worse > 0 ? slackFactor : slackFactor / (1 + slackFactor)) : 0;
    const distance = slackFactor ? Math.abs(top) * share : (slackAmount ?? 0);
    return { value: top + worse * distance, of: `the slack of the best trial, which had ${top}` };
  },

  MedianStopping: ({ reached }) => ({
    value: median(reached.map(({ values }) => values.reduce((a, b) => a + b, 0) / values.length)),
    of: 'the median of the running averages'
  }),

  /** Stopped trials stay in the ranking, so that the same share of it is cut off at each evaluation. */
  TruncationSelection: ({ policy, worse, reached, best }) => {
    const ranked = reached
      .filter(history => history.state !== 'finished')
      .map(history => best(history.values))
      .sort((a, b) => worse * (b - a));
    const cut = Math.floor((ranked.length * (policy.truncationPercentage ?? 0)) / 100);
    const value = ranked[cut];
    if (cut === 0 || value === undefined) return undefined;
    return { value, of: `the limit of the better ${100 - (policy.truncationPercentage ?? 0)} %` };
  }
};

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
