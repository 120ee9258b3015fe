import { describe, expect, it } from 'vitest';
import { algorithmsOf } from './algorithms.js';
import { primaryMetrics } from './metrics.js';
import { nextTrial, type DrawnTrial, type Next, type SearchPlan } from './search.js';

const [auc] = primaryMetrics.Classification;
const [rmse] = primaryMetrics.Regression;
if (!auc || !rmse) throw new Error('no metric');

const planOf = (more: Partial<SearchPlan> = {}): SearchPlan => ({
  algorithms: algorithmsOf('Classification').filter(({ name }) =>
    ['LightGBM', 'KNN', 'DecisionTree', 'SGD'].includes(name)
  ),
  ensembles: [],
  metric: auc,
  maxTrials: 1000,
  endsEarly: true,
  ...more
});

/** Runs a search to its end; every trial is measured before the next is drawn. */
function searched(
  plan: SearchPlan,
  score: (at: number, algorithm: string) => number | undefined
): DrawnTrial[] {
  const trials: DrawnTrial[] = [];
  for (;;) {
    const next = nextTrial(plan, trials);
    if (typeof next === 'string') return trials;
    const { candidate } = next;
    trials.push({ candidate, hasEnded: true, score: score(trials.length, candidate.algorithm) });
  }
}
const names = (trials: DrawnTrial[]) => trials.map(({ candidate }) => candidate.algorithm);

describe('the search of AutoML', () => {
  it('fits every algorithm once, in the order of the table', () => {
    const plan = planOf({ maxTrials: 4 });
    expect(names(searched(plan, () => 0.5))).toEqual(['LightGBM', 'SGD', 'KNN', 'DecisionTree']);
  });

  it('then varies the hyperparameters of the best three in turns', () => {
    const scores: Record<string, number> = { LightGBM: 0.9, KNN: 0.8, DecisionTree: 0.7, SGD: 0.1 };
    const trials = searched(planOf({ maxTrials: 10 }), (_at, name) => scores[name]);
    expect(new Set(names(trials.slice(4)))).toEqual(new Set(['LightGBM', 'KNN', 'DecisionTree']));
    const drawn = trials.map(({ candidate }) => JSON.stringify(candidate));
    expect(new Set(drawn).size).toBe(10);
  });

  it('takes the smallest values of an error for the best', () => {
    const scores: Record<string, number> = { LightGBM: 9, KNN: 8, DecisionTree: 7, SGD: 100 };
    const plan = planOf({ maxTrials: 10, metric: rmse });
    expect(names(searched(plan, (_at, name) => scores[name])).slice(4)).not.toContain('SGD');
  });

  it('draws the same trials for the same scores', () => {
    const run = () => searched(planOf({ maxTrials: 15 }), at => (at % 7) / 7);
    expect(run()).toEqual(run());
  });

  it('ends when ten trials after the first twenty bring nothing better', () => {
    expect(searched(planOf(), at => (at === 3 ? 0.9 : 0.5))).toHaveLength(30);
    expect(searched(planOf(), at => Math.min(at, 24)).length).toBe(35);
  });

  it('continues to its limit of trials when it shall not end early', () => {
    expect(searched(planOf({ endsEarly: false, maxTrials: 50 }), () => 0.5)).toHaveLength(50);
  });

  it('ends when there is nothing to vary', () => {
    const naive = algorithmsOf('Forecasting').filter(({ name }) => name.endsWith('Naive'));
    expect(searched(planOf({ algorithms: naive }), () => 0.5)).toHaveLength(2);
  });

  it('waits for scores before it varies anything', () => {
    const running = algorithmsOf('Classification').map(({ name, start }): DrawnTrial => ({
      candidate: { algorithm: name, parameters: start },
      hasEnded: false
    }));
    const plan = planOf({
      algorithms: algorithmsOf('Classification'),
      ensembles: ['VotingEnsemble']
    });
    expect(nextTrial(plan, running)).toBe('wait');
  });

  describe('with ensembles', () => {
    const plan = planOf({ maxTrials: 8, ensembles: ['VotingEnsemble', 'StackEnsemble'] });

    it('ends with one of each, of the best trials', () => {
      const trials = searched(plan, at => at / 10);
      expect(names(trials).slice(6)).toEqual(['VotingEnsemble', 'StackEnsemble']);
      const members = trials[6]?.candidate.members ?? [];
      expect(members).toEqual([5, 4, 3, 2, 1].map(at => trials[at]?.candidate));
    });

    it('waits until all other trials have ended', () => {
      const trials = searched({ ...plan, maxTrials: 6, ensembles: [] }, at => at / 10);
      trials[2] = { ...(trials[2] as DrawnTrial), hasEnded: false, score: undefined };
      expect(nextTrial(plan, trials)).toBe<Next>('wait');
    });

    it('does without if fewer than two trials have a score', () => {
      expect(names(searched(plan, at => (at === 0 ? 0.5 : undefined)))).not.toContain(
        'VotingEnsemble'
      );
    });
  });
});
