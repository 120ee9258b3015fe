import { describe, expect, it } from 'vitest';
import type { EarlyTermination } from 'carry-ml/arm';
import { terminations, evaluatedAt, type TrialHistory, type Goal } from './early-termination.js';

type Row = [values: number[], state?: TrialHistory['state']];

/** The trials that a policy stops; they are named a, b, c … in order. */
function stopped(policy: EarlyTermination, goal: Goal, rows: Row[]): string {
  const histories = rows.map(([values, state = 'running'], i) => ({
    trial: String.fromCharCode(97 + i),
    values,
    state
  }));
  return terminations(policy, goal, histories)
    .map(({ trial }) => trial)
    .join('');
}
const bandit = (more: object): EarlyTermination => ({ policyType: 'Bandit', ...more });
const median: EarlyTermination = { policyType: 'MedianStopping' };
const cut = (truncationPercentage: number): EarlyTermination => ({
  policyType: 'TruncationSelection',
  truncationPercentage
});

describe('the time of an evaluation', () => {
  it.each([
    [{}, 0, 0],
    [{}, 3, 3],
    [{ evaluationInterval: 0 }, 2, 2],
    [{ evaluationInterval: 5 }, 4, 0],
    [{ evaluationInterval: 5 }, 13, 10],
    [{ evaluationInterval: 2, delayEvaluation: 5 }, 5, 0],
    [{ evaluationInterval: 2, delayEvaluation: 5 }, 7, 6]
  ])('by %j after %d values is %d', (more, logged, at) => {
    expect(evaluatedAt(bandit(more), logged)).toBe(at);
  });
});

describe('the bandit policy', () => {
  it.each<[string, object, Goal, Row[], string]>([
    [
      'a factor of the best, to maximize',
      { slackFactor: 0.2 },
      'Maximize',
      [[[0.8]], [[0.66]], [[0.67]]],
      'b'
    ],
    [
      'a factor of the best, to minimize',
      { slackFactor: 0.2 },
      'Minimize',
      [[[1]], [[1.19]], [[1.21]]],
      'c'
    ],
    [
      'the same distance below zero',
      { slackFactor: 0.5 },
      'Minimize',
      [[[-2]], [[-1.1]], [[-0.9]]],
      'c'
    ],
    ['an amount', { slackAmount: 0.1 }, 'Maximize', [[[0.8]], [[0.71]], [[0.69]]], 'c'],
    [
      'the best of the values, not the last',
      { slackAmount: 0.1 },
      'Maximize',
      [[[0.8, 0.8]], [[0.8, 0]]],
      ''
    ],
    [
      'what others had after as many values',
      { slackAmount: 0.1 },
      'Maximize',
      [[[0.2, 0.9]], [[0.15]]],
      ''
    ],
    [
      'one that has finished too',
      { slackAmount: 0.1 },
      'Maximize',
      [[[0.8], 'finished'], [[0.6]]],
      'b'
    ],
    [
      'none before its interval',
      { slackAmount: 0.1, evaluationInterval: 2 },
      'Maximize',
      [[[0.8, 0.8]], [[0.1]]],
      ''
    ],
    [
      'none but the running',
      { slackAmount: 0.1 },
      'Maximize',
      [[[0.8]], [[0.1], 'finished'], [[0.1], 'stopped']],
      ''
    ],
    ['no trial alone', {}, 'Maximize', [[[0.5, 0.4]]], '']
  ])('takes %s', (_what, more, goal, rows, expected) => {
    expect(stopped(bandit(more), goal, rows)).toBe(expected);
  });
});

describe('the median stopping policy', () => {
  it.each<[string, Goal, Row[], string]>([
    [
      'whose best is below the median of averages',
      'Maximize',
      [[[0.5, 0.7]], [[0.4, 0.4]], [[0.3, 0.35]]],
      'c'
    ],
    ['whose best is above it, to minimize', 'Minimize', [[[1, 1]], [[2, 2]], [[3, 2.5]]], 'c'],
    ['not one that was good once', 'Maximize', [[[0.5, 0.5]], [[0.9, 0]], [[0.4, 0.5]]], ''],
    ['no trial alone', 'Maximize', [[[0.5, 0.1]]], '']
  ])('stops %s', (_what, goal, rows, expected) => {
    expect(stopped(median, goal, rows)).toBe(expected);
  });
});

describe('the truncation selection policy', () => {
  const five: Row[] = [[[5]], [[4]], [[3]], [[2]], [[1]]];
  it.each<[string, number, Goal, Row[], string]>([
    ['the lowest share', 40, 'Maximize', five, 'de'],
    ['the highest share, to minimize', 20, 'Minimize', five, 'a'],
    ['none where the share is less than a trial', 19, 'Maximize', five, ''],
    [
      'no more when it looks again',
      40,
      'Maximize',
      [...five.slice(0, 3), [[2], 'stopped'], [[1], 'stopped']],
      ''
    ],
    [
      'leaving out those that finished',
      34,
      'Maximize',
      [[[5], 'finished'], [[4], 'finished'], [[3]], [[2]], [[1]]],
      'e'
    ]
  ])('cuts %s', (_what, percentage, goal, rows, expected) => {
    expect(stopped(cut(percentage), goal, rows)).toBe(expected);
  });
});

it('a termination says why a trial is worse', () => {
  const [verdict] = terminations(bandit({ slackAmount: 0.1 }), 'Maximize', [
    { trial: 'a', values: [0.8], state: 'running' },
    { trial: 'b', values: [0.5], state: 'running' }
  ]);
  expect(verdict?.because).toMatch(
    /^after 1 values its best is 0.5, worse than 0.70*\d*, the slack/
  );
});
