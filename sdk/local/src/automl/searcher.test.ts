import LibsqlDatabase from 'libsql';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AutoMLJob, AutoMLTask, JobStatus } from 'carry-ml/arm';
import type { Families } from '../families/families.js';
import { storedJob, trialServices } from '../families/trials.test-support.js';
import type { RunStore } from '../mlflow/runs/runs.js';
import type { JobStore, StoredJob } from '../store/job-store.js';
import { Searcher } from './searcher.js';
import { checkTask } from './task.js';
import { TrialScores } from './trial-scores.js';

const data = { jobInputType: 'mltable', uri: 'azureml:table:1' };
const jobOf = (task: Partial<AutoMLTask> = {}, more: Partial<AutoMLJob> = {}): AutoMLJob => ({
  jobType: 'AutoML',
  taskDetails: checkTask({
    taskType: 'Regression',
    targetColumnName: 'y',
    primaryMetric: 'R2Score',
    trainingData: data,
    trainingSettings: { allowedTrainingAlgorithms: ['LightGBM', 'KNN', 'ElasticNet'] },
    ...task
  }),
  outputs: { best_model: { jobOutputType: 'mlflow_model' } },
  ...more
});

describe('the searcher of AutoML jobs', () => {
  let db: LibsqlDatabase.Database;
  let jobs: JobStore;
  let runs: RunStore;
  let families: Families;
  let searcher: Searcher;
  let time: number;
  let copied: string[];
  let log: string[];
  const now = () => time;

  /** Creates a server on the stored state; a second call gives the server after a crash. */
  const serve = () => {
    const services = trialServices(db, now);
    ({ jobs, runs, families } = services);
    searcher = new Searcher({
      ...services,
      scores: new TrialScores(runs),
      check: ({ name, by }, properties) => stored(name, by, properties),
      copyModel: (trial, to) => {
        copied.push(`${trial} -> ${to.name}`);
        return Promise.resolve();
      },
      writeLog: (_job, line) => {
        log.push(line);
      }
    });
    families.setCoordinator('AutoML', searcher);
  };
  const stored = (name: string, by: string, properties: StoredJob['properties']) =>
    storedJob(name, by, properties, time);
  const create = (job: AutoMLJob) => {
    families.create({ ...stored('a', 'ada', job), status: 'Running', compute: '' }, []);
  };
  const children = () => jobs.childrenOf('a').map(({ name, status }) => `${name} ${status}`);
  const job = () => jobs.get('a') as StoredJob;
  const start = (trial: string) => {
    jobs.move(trial, 'Preparing');
    jobs.move(trial, 'Running', { startedAt: time });
  };
  const end = (trial: string, as: JobStatus, score?: number) => {
    start(trial);
    if (score !== undefined)
      runs.logMetrics(trial, [{ key: 'r2_score', value: score, timestamp: time, step: 0 }]);
    const error = as === 'Failed' ? { code: 'ExecutionFailed', message: 'It broke.' } : undefined;
    jobs.move(trial, as, { endedAt: time, error });
    families.settled(trial);
  };

  beforeEach(() => {
    db = new LibsqlDatabase(':memory:');
    time = 1_000;
    copied = [];
    log = [];
    serve();
  });

  it('runs one trial at a time, or as many as its limit allows', () => {
    create(jobOf());
    expect(children()).toEqual(['a_0 Queued']);
    end('a_0', 'Completed', 0.5);
    expect(children()).toEqual(['a_0 Completed', 'a_1 Queued']);
  });

  it('starts several trials at once if it may', () => {
    create(jobOf({ limitSettings: { maxConcurrentTrials: 2 } }));
    expect(children()).toEqual(['a_0 Queued', 'a_1 Queued']);
  });

  it('passes the task and the candidate to a trial, and only the data that it may see', () => {
    create(jobOf({ testData: { uri: 'azureml:test:1' }, validationData: data }));
    const { properties } = jobs.get('a_0') as StoredJob;
    expect(Object.keys(properties.inputs ?? {})).toEqual(['training_data', 'validation_data']);
    const variables = properties.environmentVariables as Record<string, string>;
    expect(JSON.parse(variables.CARRY_AUTOML_TRIAL ?? '')).toMatchObject({
      taskType: 'Regression',
      primaryMetric: 'r2_score',
      candidate: { algorithm: 'LightGBM' }
    });
    expect(properties.properties).toMatchObject({ iteration: '0', run_algorithm: 'LightGBM' });
  });

  it('names the best trial in the tags and properties of the job, and in the tags of its run', () => {
    create(jobOf());
    end('a_0', 'Completed', 0.5);
    end('a_1', 'Completed', 0.4);
    expect(job().properties).toMatchObject({
      tags: { automl_best_child_run_id: 'a_0' },
      properties: { best_child_run_id: 'a_0', score: '0.5' }
    });
    end('a_2', 'Completed', 0.9);
    expect(job().properties.tags).toEqual({ automl_best_child_run_id: 'a_2' });
    expect(runs.tags('a').automl_best_child_run_id).toBe('a_2');
  });

  it('copies the model and the metrics of the best trial, then ends', async () => {
    create(jobOf({ limitSettings: { maxTrials: 2 } }));
    end('a_0', 'Completed', 0.5);
    end('a_1', 'Completed', 0.7);
    expect(job().status).toBe('Running');
    await families.close();
    expect(copied).toEqual(['a_1 -> a']);
    expect(job().status).toBe('Completed');
    expect(runs.get('a').metrics.map(({ key, value }) => [key, value])).toEqual([
      ['r2_score', 0.7]
    ]);
  });

  it('evaluates the best model on the test data when the trials have ended', async () => {
    create(jobOf({ limitSettings: { maxTrials: 1 }, testData: { uri: 'azureml:test:1' } }));
    end('a_0', 'Completed', 0.5);
    expect(children()).toEqual(['a_0 Completed', 'a_test Queued']);
    expect(jobs.get('a_test')?.properties.inputs).toMatchObject({
      model: { uri: 'azureml://jobs/a_0/outputs/artifacts/paths/outputs/mlflow-model' },
      test_data: { uri: 'azureml:test:1' }
    });
    end('a_test', 'Completed');
    await families.close();
    expect(job().status).toBe('Completed');
  });

  it('fails when the best model cannot be evaluated', () => {
    create(jobOf({ limitSettings: { maxTrials: 1 }, testDataSize: 0.1 }));
    end('a_0', 'Completed', 0.5);
    end('a_test', 'Failed');
    expect(job()).toMatchObject({ status: 'Failed', error: { code: 'AutoMLTestFailed' } });
  });

  it.each([
    ['R2Score', 0.8, 0.81],
    ['NormalizedRootMeanSquaredError', 0.2, 0.19]
  ])(
    'ends at the exit score of %s, and stops the other trials',
    async (primaryMetric, exit, score) => {
      const limitSettings = { maxConcurrentTrials: 2, exitScore: exit };
      create(jobOf({ primaryMetric, limitSettings }));
      start('a_1');
      const key = primaryMetric === 'R2Score' ? 'r2_score' : 'normalized_root_mean_squared_error';
      start('a_0');
      runs.logMetrics('a_0', [{ key, value: score, timestamp: time, step: 0 }]);
      jobs.move('a_0', 'Completed', { endedAt: time });
      families.settled('a_0');
      await families.close();
      expect(children()).toEqual(['a_0 Completed', 'a_1 Canceled']);
      expect(jobs.get('a_1')?.error?.message).toContain('reached the exit score');
      expect(job().status).toBe('Completed');
    }
  );

  it('ends at its time limit with the best trial so far', async () => {
    create(jobOf({ limitSettings: { timeout: 'PT1M', maxConcurrentTrials: 2 } }));
    end('a_0', 'Completed', 0.5);
    time += 61_000;
    searcher.check();
    await families.close();
    expect(children()).toEqual(['a_0 Completed', 'a_1 Canceled', 'a_2 Canceled']);
    expect(job().status).toBe('Completed');
  });

  it('fails at its time limit when no trial has completed', () => {
    create(jobOf({ limitSettings: { timeout: 'PT1M' } }));
    time += 61_000;
    searcher.check();
    expect(job()).toMatchObject({ status: 'Failed', error: { code: 'AutoMLTimeout' } });
  });

  it('gives up when the first three trials fail, with the reason of one', () => {
    create(jobOf());
    for (const trial of ['a_0', 'a_1', 'a_2']) end(trial, 'Failed');
    expect(children()).toHaveLength(3);
    expect(job()).toMatchObject({
      status: 'Failed',
      error: {
        code: 'AutoMLAllTrialsFailed',
        message: 'None of the 3 trials completed. The trial a_0 failed: It broke.'
      }
    });
  });

  it('continues when some trials fail', () => {
    create(jobOf());
    end('a_0', 'Completed', 0.1);
    for (const trial of ['a_1', 'a_2', 'a_3']) end(trial, 'Failed');
    expect(children().at(-1)).toBe('a_4 Queued');
  });

  it('is canceled with all of its trials', () => {
    create(jobOf({ limitSettings: { maxConcurrentTrials: 2 } }));
    start('a_0');
    expect(families.cancel('a')).toBe(true);
    expect(children()).toEqual(['a_0 Canceled', 'a_1 Canceled']);
    expect(job().status).toBe('Canceled');
  });

  it('continues after a crash: it starts a stored trial, and ends once', async () => {
    create(jobOf({ limitSettings: { maxTrials: 2 } }));
    end('a_0', 'Completed', 0.5);
    const parent = { job: 'a', step: '1' };
    jobs.delete('a_1');
    jobs.insertFamily(
      {
        ...stored('a_1', 'ada', jobs.get('a_0')?.properties ?? { jobType: '' }),
        status: 'NotStarted',
        parent
      },
      []
    );
    serve();
    families.recover();
    expect(children()).toEqual(['a_0 Completed', 'a_1 Queued']);
    end('a_1', 'Completed', 0.4);
    serve();
    families.recover();
    await families.close();
    expect(job().status).toBe('Completed');
  });

  it('says once which of its settings have no effect', () => {
    const properties = { 'carry.automl': 'Not honoured here: deep networks.' };
    create(jobOf({}, { properties }));
    end('a_0', 'Completed', 0.5);
    expect(log).toEqual(['Not honoured here: deep networks.']);
  });
});
