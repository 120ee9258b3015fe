import type { EarlyTermination, SweepJob } from 'carry-ml/arm';

export type Goal = SweepJob['objective']['goal'];

/** How a trial went so far. */
export interface Course {
  trial: string;
  /** The primary metric in the order in which it was logged. */
  values: readonly number[];
  /** Running, stopped before its end, or at its end. */
  state: 'runs' | 'stopped' | 'finished';
}

/** A trial that a policy stops, and why. */
export interface Verdict {
  trial: string;
  because: string;
}

/** True when a value of the primary metric is nearer to the goal than another. */
export function isBetter(goal: Goal, a: number, b: number): boolean {
  return goal === 'Maximize' ? a > b : a < b;
}

/**
 * The value count at which a trial is to be judged: the last multiple of the interval that it has reached, once the delay is over; 0
 * before. Each value of the primary metric counts as one interval.
 */
export function judgedAt(policy: EarlyTermination, logged: number): number {
  const interval = Math.max(1, policy.evaluationInterval ?? 1);
  const at = Math.floor(logged / interval) * interval;
  return at >= (policy.delayEvaluation ?? 0) ? at : 0;
}

/**
 * The running trials that the policy stops. Told from the courses alone and the same every time, so nothing need be remembered: a
 * trial is compared with what the others had reached after as many values as it has logged.
 */
export function judge(policy: EarlyTermination, goal: Goal, courses: readonly Course[]): Verdict[] {
  const better = (a: number, b: number) => isBetter(goal, a, b);
  const best = (values: readonly number[]) => values.reduce((a, b) => (better(b, a) ? b : a));
  return courses.flatMap(({ trial, values, state }) => {
    const at = judgedAt(policy, values.length);
    if (state !== 'runs' || at === 0) return [];
    const reached = courses.filter(other => other.values.length >= at);
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

interface Judgement {
  policy: EarlyTermination;
  /** The sign of a step that makes a value worse. */
  worse: 1 | -1;
  /** The courses that are as long as the judged one, up to there. */
  reached: readonly Course[];
  best: (values: readonly number[]) => number;
}

/** For each policy the value that a trial must not be worse than. */
const limits: Record<
  EarlyTermination['policyType'],
  (judgement: Judgement) => { value: number; of: string } | undefined
> = {
  /** Azure tells the factor for a goal above zero: best / (1 + factor) or best * (1 + factor). Below zero the same distance is kept. */
  Bandit: ({ policy, worse, reached, best }) => {
    const top = best(reached.map(course => best(course.values)));
    const { slackFactor, slackAmount } = policy;
    const share = slackFactor ? (worse > 0 ? slackFactor : slackFactor / (1 + slackFactor)) : 0;
    const distance = slackFactor ? Math.abs(top) * share : (slackAmount ?? 0);
    return { value: top + worse * distance, of: `the slack of the best trial, which had ${top}` };
  },

  MedianStopping: ({ reached }) => ({
    value: median(reached.map(({ values }) => values.reduce((a, b) => a + b, 0) / values.length)),
    of: 'the median of the running averages'
  }),

  /** Those that were stopped stay in the ranking: the same share of it is cut off whenever it is looked at. */
  TruncationSelection: ({ policy, worse, reached, best }) => {
    const ranked = reached
      .filter(course => course.state !== 'finished')
      .map(course => best(course.values))
      .sort((a, b) => worse * (b - a));
    const cut = Math.floor((ranked.length * (policy.truncationPercentage ?? 0)) / 100);
    const value = ranked[cut];
    if (cut === 0 || value === undefined) return undefined;
    return { value, of: `what the better ${100 - (policy.truncationPercentage ?? 0)} % had` };
  }
};

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
