import LibsqlDatabase from 'libsql';
import { describe, expect, it } from 'vitest';
import type { SweepJob } from 'carry-ml/arm';
import { assetFinder } from '../store/asset-finder.js';
import { AssetStore } from '../store/asset-store.js';
import { planSweep } from './plan-sweep.js';

const db = new LibsqlDatabase(':memory:');
const environments = new AssetStore(db, 'environments', () => 1);
environments.putVersion('e', '3', {}, 'ada');

const plan = (more: object = {}) =>
  planSweep(
    { name: 's', by: 'ada' },
    {
      jobType: 'Sweep',
      trial: { command: 'train ${{search_space.x}}', environmentId: 'azureml:e@latest' },
      searchSpace: { x: ['uniform', [0, 1]] },
      samplingAlgorithm: { samplingAlgorithmType: 'random', rule: 'sobol', logbase: 2 },
      objective: { primaryMetric: 'acc', goal: 'maximize' },
      ...more
    } as unknown as SweepJob,
    {
      findAsset: assetFinder({ environments }, () => undefined),
      hasRegistry: () => false,
      computes: () => [{ name: 'cpu', slots: 2 }],
      now: () => 1,
      newId: () => 'id',
      processLimit: 16,
      localPath: uri => uri
    }
  );

describe('a sweep job', () => {
  it("is stored with the contract's names and the version of its environment", () => {
    expect(plan({ earlyTermination: { policyType: 'bandit' } })).toMatchObject({
      status: 'Running',
      compute: '',
      properties: {
        trial: { environmentId: 'azureml:e:3' },
        samplingAlgorithm: { samplingAlgorithmType: 'Random', rule: 'Sobol', logbase: '2' },
        objective: { goal: 'Maximize' },
        earlyTermination: { policyType: 'Bandit' }
      }
    });
  });

  it('does not keep the best trial of the sweep that it was copied from', () => {
    const properties = { best_child_run_id: 'other_1', score: '1', mine: 'stays' };
    expect(plan({ properties }).properties.properties).toEqual({ mine: 'stays' });
  });

  it.each([
    [{ objective: undefined }, "A sweep job has no 'objective'"],
    [{ objective: { primaryMetric: 'a', goal: 'Better' } }, 'one of: Minimize, Maximize'],
    [{ samplingAlgorithm: { samplingAlgorithmType: 'Magic' } }, 'one of: Grid, Random, Bayesian'],
    [{ samplingAlgorithm: { samplingAlgorithmType: 'Random', logbase: '-1' } }, "logbase is '-1'"],
    [{ samplingAlgorithm: { samplingAlgorithmType: 'Random', logbase: 'x' } }, "logbase is 'x'"],
    [
      { limits: { maxTotalTrials: 0 } },
      'limits.maxTotalTrials is 0; it must be a whole number, 1 to 1000'
    ],
    [{ limits: { maxConcurrentTrials: 1001 } }, 'limits.maxConcurrentTrials is 1001'],
    [{ limits: { maxTotalTrials: NaN } }, 'limits.maxTotalTrials is NaN'],
    [{ limits: { trialTimeout: '1 hour' } }, "limits.trialTimeout is '1 hour'"],
    [{ earlyTermination: { policyType: 'Patience' } }, 'one of: Bandit, MedianStopping'],
    [
      { earlyTermination: { policyType: 'TruncationSelection', truncationPercentage: 100 } },
      'truncationPercentage is 100'
    ],
    [{ earlyTermination: { policyType: 'Bandit', slackFactor: -1 } }, 'slackFactor is below zero'],
    [{ computeId: 'gpu' }, "Unknown compute 'gpu'"],
    [
      { trial: { command: '${{search_space.y}}', environmentId: 'azureml:e:3' } },
      "'${{search_space.y}}', which is not a hyperparameter of this sweep. Its hyperparameters are: x."
    ],
    [
      { trial: { command: 'x', environmentId: 'azureml:none:1' } },
      "Unknown environment 'azureml:none:1'"
    ]
  ])('is rejected with %j', (more, message) => {
    expect(() => plan(more)).toThrow(message);
  });
});
