import { describe, expect, it } from 'vitest';
import { readSweepStep } from './sweep-step.js';

describe('a sweep step in the form of its YAML', () => {
  it('is converted to the form of a sweep job in the contract', () => {
    expect(
      readSweepStep({
        sampling_algorithm: { type: 'random', seed: 1, logbase: 'e' },
        objective: { goal: 'maximize', primary_metric: 'acc' },
        limits: {
          max_total_trials: 4,
          max_concurrent_trials: 2,
          timeout: 120,
          trial_timeout: 'PT1M'
        },
        early_termination: { policy_type: 'Bandit', slack_factor: 0.1, evaluation_interval: 1 },
        search_space: {
          rate: { type: 'uniform', min_value: 0, max_value: 1 },
          size: { type: 'qnormal', q: 2, sigma: 3, mu: 10 },
          kind: { type: 'choice', values: ['a', { b: 1, c: { type: 'randint', upper: 3 } }] }
        }
      })
    ).toEqual({
      samplingAlgorithm: { samplingAlgorithmType: 'random', seed: 1, logbase: 'e' },
      objective: { goal: 'maximize', primaryMetric: 'acc' },
      limits: {
        jobLimitsType: 'Sweep',
        maxTotalTrials: 4,
        maxConcurrentTrials: 2,
        timeout: 'PT120S',
        trialTimeout: 'PT1M'
      },
      earlyTermination: { policyType: 'Bandit', slackFactor: 0.1, evaluationInterval: 1 },
      searchSpace: {
        rate: ['uniform', [0, 1]],
        size: ['qnormal', [10, 3, 2]],
        kind: ['choice', [['a', { b: 1, c: ['randint', [3]] }]]]
      }
    });
  });

  it('may give only its algorithm, and leave the rest out', () => {
    expect(readSweepStep({ sampling_algorithm: 'grid' })).toMatchObject({
      samplingAlgorithm: { samplingAlgorithmType: 'grid' },
      searchSpace: {}
    });
  });

  it('accepts names of policies in snake case', () => {
    const read = readSweepStep({ early_termination: { type: 'median_stopping' } });
    expect(read.earlyTermination?.policyType).toBe('medianstopping');
  });
});
