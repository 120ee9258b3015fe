import LibsqlDatabase from 'libsql';
import { beforeEach, describe, expect, it } from 'vitest';
import type { JobStatus, SweepJob } from 'carry-ml/arm';
import { CarryError } from 'carry-ml/errors';
import type { Families } from '../families/families.js';
import { storedJob, trialServices } from '../families/trials.test-support.js';
import type { RunStore } from '../mlflow/runs/runs.js';
import type { JobStore, StoredJob } from '../store/job-store.js';
import { Sweeper } from './sweeper.js';
import { TrialRuns } from './trial-runs.js';

const sweepOf = (more: Partial<SweepJob> = {}): SweepJob => ({
  jobType: 'Sweep',
  trial: { command: 'train ${{search_space.x}}', environmentId: 'azureml:e:1' },
  searchSpace: { x: ['choice', [[10, 20, 30]]] },
  samplingAlgorithm: { samplingAlgorithmType: 'Grid' },
  objective: { primaryMetric: 'acc', goal: 'Maximize' },
  limits: { jobLimitsType: 'Sweep', maxConcurrentTrials: 2 },
  ...more
});

describe('the sweeper', () => {
  let db: LibsqlDatabase.Database;
  let jobs: JobStore;
  let runs: RunStore;
  let families: Families;
  let sweeper: Sweeper;
  let time: number;
  let refuse: boolean;
  let copied: string[];
  const now = () => time;

  /** Creates a server on the stored state; a second call gives the server after a crash. */
  const serve = () => {
    const services = trialServices(db, now);
    ({ jobs, runs, families } = services);
    sweeper = new Sweeper({
      ...services,
      runs: new TrialRuns(runs),
      check: ({ name, by }, properties) => {
        if (refuse) throw new CarryError('UserError', 400, 'The environment is gone.');
        return stored(name, by, properties);
      },
      slots: () => 3,
      copyOutputs: (from, to) => {
        copied.push(`${from} -> ${to.name}`);
        return Promise.resolve();
      }
    });
    families.setCoordinator('Sweep', sweeper);
  };
  const stored = (name: string, by: string, properties: StoredJob['properties']) =>
    storedJob(name, by, properties, time);
  const create = (sweep: SweepJob, parent?: StoredJob['parent']) => {
    const job = stored('s', 'ada', sweep);
    families.create({ ...job, status: 'Running', compute: '', parent }, []);
  };

  beforeEach(() => {
    db = new LibsqlDatabase(':memory:');
    time = 1_000;
    refuse = false;
    copied = [];
    serve();
  });

  const states = () => jobs.childrenOf('s').map(({ status }) => status);
  const commands = () => jobs.childrenOf('s').map(({ properties }) => properties.command);
  const sweep = () => jobs.get('s') as StoredJob;
  const start = (trial: string) => {
    jobs.move(trial, 'Preparing');
    jobs.move(trial, 'Running', { startedAt: time });
  };
  const log = (trial: string, ...values: number[]) => {
    runs.logMetrics(
      trial,
      values.map(value => ({ key: 'acc', value, timestamp: time, step: time++ }))
    );
  };
  const end = (trial: string, as: JobStatus, settle = true) => {
    start(trial);
    const error = as === 'Failed' ? { code: 'ExecutionFailed', message: 'It broke.' } : undefined;
    jobs.move(trial, as, { endedAt: time, error });
    if (settle) families.settled(trial);
  };

  it('runs as many trials at a time as its limit allows, each with its own values', () => {
    create(sweepOf());
    expect(jobs.childrenOf('s').map(({ name }) => name)).toEqual(['s_0', 's_1']);
    expect(states()).toEqual(['Queued', 'Queued']);
    end('s_0', 'Completed');
    expect(commands()).toEqual(['train 10', 'train 20', 'train 30']);
    expect(states()).toEqual(['Completed', 'Queued', 'Queued']);
  });

  it('without a limit runs as many trials as its compute has slots, up to the total', () => {
    create(sweepOf({ limits: { jobLimitsType: 'Sweep', maxTotalTrials: 2 } }));
    expect(states()).toEqual(['Queued', 'Queued']);
    end('s_0', 'Completed');
    end('s_1', 'Completed');
    expect(states()).toHaveLength(2);
    expect(sweep().status).toBe('Completed');
  });

  it('reports the best trial as soon as it has completed, by the best value that it logged', () => {
    create(sweepOf());
    log('s_0', 0.4, 0.9, 0.2);
    end('s_0', 'Completed');
    expect(sweep().properties.properties).toMatchObject({ best_child_run_id: 's_0', score: '0.9' });
    log('s_1', 0.95);
    end('s_1', 'Failed');
    log('s_2', 0.91);
    end('s_2', 'Completed');
    expect(sweep()).toMatchObject({
      status: 'Completed',
      properties: { properties: { best_child_run_id: 's_2', score: '0.91' } }
    });
  });

  it('uses the smallest value when it minimizes', () => {
    create(sweepOf({ objective: { primaryMetric: 'acc', goal: 'Minimize' } }));
    log('s_0', 0.4);
    end('s_0', 'Completed');
    log('s_1', 0.3, NaN);
    end('s_1', 'Completed');
    expect(sweep().properties.properties).toMatchObject({ best_child_run_id: 's_1', score: '0.3' });
  });

  it('adds hyperparameters to the runs of its trials, and keeps those that a trial logged itself', () => {
    create(sweepOf());
    expect(runs.get('s_0').tags.hyperparameters).toBe('{"x":10}');
    runs.logParams('s_0', { x: '10.0' });
    end('s_0', 'Completed');
    end('s_1', 'Failed');
    expect(runs.get('s_0').params).toEqual({ x: '10.0' });
    expect(runs.get('s_1').params).toEqual({ x: '20' });
  });

  it('fails when every trial has failed, with the message of one', () => {
    create(sweepOf({ limits: { jobLimitsType: 'Sweep', maxTotalTrials: 2 } }));
    end('s_0', 'Failed');
    expect(sweep().status).toBe('Running');
    end('s_1', 'Failed');
    expect(sweep()).toMatchObject({
      status: 'Failed',
      error: {
        code: 'AllTrialsFailed',
        message: 'None of the 2 trials completed. The trial s_0 failed: It broke.'
      }
    });
  });

  it('continues without a trial that its user cancels', () => {
    create(sweepOf());
    start('s_0');
    jobs.move('s_0', 'CancelRequested');
    end('s_0', 'Canceled');
    expect(states()).toEqual(['Canceled', 'Queued', 'Queued']);
  });

  it('is canceled with all of its trials', () => {
    create(sweepOf());
    start('s_0');
    expect(families.cancel('s')).toBe(true);
    expect(states()).toEqual(['Canceled', 'Canceled']);
    expect(sweep()).toMatchObject({ status: 'Canceled', error: undefined });
  });

  it('draws no trial that the workspace would reject, and fails with the reason once the others have ended', () => {
    create(sweepOf());
    refuse = true;
    end('s_0', 'Completed');
    expect([states(), sweep().status]).toEqual([['Completed', 'Queued'], 'Running']);
    end('s_1', 'Completed');
    expect(sweep()).toMatchObject({
      status: 'Failed',
      error: { code: 'TrialRefused', message: 'The environment is gone.' }
    });
  });

  it('gives a trial another name when a job of its name exists', () => {
    jobs.insert(stored('s_1', 'bob', { jobType: 'Command' }));
    create(sweepOf());
    expect(jobs.childrenOf('s').map(({ name }) => name)).toEqual(['s_0', 's_1_another-']);
  });

  it("copies the outputs of the best trial to the sweep's URIs, then ends", async () => {
    const uri = 'azureml://datastores/workspaceblobstore/paths/best';
    create(sweepOf({ outputs: { model: { jobOutputType: 'uri_folder', uri } } }));
    expect(jobs.get('s_0')?.properties.outputs?.model?.uri).toBeUndefined();
    for (const trial of ['s_0', 's_1', 's_2']) {
      log(trial, 0.5);
      end(trial, 'Completed');
    }
    expect(sweep().status).toBe('Running');
    await families.close();
    expect(copied).toEqual(['s_0 -> s']);
    expect(sweep().status).toBe('Completed');
  });

  it.each([
    ['a step of a pipeline', undefined, { job: 'p', step: 'tune' }, 'Failed'],
    [
      'directed to a URI',
      'azureml://datastores/workspaceblobstore/paths/best',
      undefined,
      'Failed'
    ],
    ['read by nothing', undefined, undefined, 'Completed']
  ])('without its metric, ends by who wants its outputs: %s', (_, uri, parent, status) => {
    if (parent) jobs.insert(stored('p', 'ada', { jobType: 'Pipeline' }));
    create(sweepOf({ outputs: { model: { jobOutputType: 'uri_folder', uri } } }), parent);
    for (const trial of ['s_0', 's_1', 's_2']) end(trial, 'Completed');
    const code = status === 'Failed' ? 'NoBestTrial' : undefined;
    expect([sweep().status, sweep().error?.code]).toEqual([status, code]);
  });

  describe('with limits in time', () => {
    it('stops itself and its trials at its own limit, and reports it', () => {
      const limits = { jobLimitsType: 'Sweep', timeout: 'PT1M' } as const;
      create(sweepOf({ limits }));
      time += 59_000;
      sweeper.check();
      expect(sweep().status).toBe('Running');
      time += 2_000;
      sweeper.check();
      expect(sweep()).toMatchObject({ status: 'Canceled', error: { code: 'SweepTimeout' } });
      expect(new Set(states())).toEqual(new Set(['Canceled']));
    });

    it('gives each trial the trial timeout', () => {
      create(sweepOf({ limits: { jobLimitsType: 'Sweep', trialTimeout: 'PT5M' } }));
      expect(jobs.get('s_0')?.properties.limits).toEqual({
        jobLimitsType: 'Command',
        timeout: 'PT5M'
      });
    });
  });

  describe('with a policy', () => {
    const policy = { policyType: 'Bandit', slackAmount: 0.1, evaluationInterval: 2 } as const;

    it('stops a running trial that is behind, reports why, and does not count it as a failure', () => {
      create(sweepOf({ earlyTermination: policy }));
      start('s_0');
      start('s_1');
      log('s_0', 0.9, 0.9);
      log('s_1', 0.5);
      sweeper.check();
      expect(states()).toEqual(['Running', 'Running']);
      log('s_1', 0.5);
      sweeper.check();
      expect(states()).toEqual(['Running', 'Canceled', 'Queued']);
      expect(jobs.get('s_1')?.error).toEqual({
        code: 'EarlyTermination',
        message: expect.stringContaining(
          'Stopped by the Bandit policy: after 2 values its best is 0.5'
        )
      });
    });

    it('evaluates the same after a restart', () => {
      create(sweepOf({ earlyTermination: policy }));
      start('s_0');
      start('s_1');
      log('s_0', 0.9, 0.9);
      log('s_1', 0.85, 0.85);
      sweeper.check();
      serve();
      families.recover();
      sweeper.check();
      expect(states()).toEqual(['Running', 'Running']);
      log('s_0', 1.1, 1.1);
      log('s_1', 0.85, 0.85);
      serve();
      sweeper.check();
      expect(states()).toEqual(['Running', 'Canceled', 'Queued']);
    });
  });

  describe('after a crash', () => {
    it('continues with the changes made meanwhile, and draws the same values', () => {
      const random = { samplingAlgorithmType: 'Random' } as const;
      const searchSpace = { x: ['uniform', [0, 1]] };
      const limits = { jobLimitsType: 'Sweep', maxTotalTrials: 4, maxConcurrentTrials: 2 } as const;
      const run = (crash: boolean) => {
        db = new LibsqlDatabase(':memory:');
        serve();
        create(sweepOf({ samplingAlgorithm: random, searchSpace, limits }));
        for (const trial of ['s_0', 's_1', 's_2', 's_3']) {
          end(trial, 'Completed', !crash);
          if (!crash) continue;
          serve();
          families.recover();
        }
        expect(sweep().status).toBe('Completed');
        return commands();
      };
      const undisturbed = run(false);
      expect(new Set(undisturbed).size).toBe(4);
      expect(run(true)).toEqual(undisturbed);
    });

    it('starts a trial that was stored but not started, once', () => {
      const create1 = { jobLimitsType: 'Sweep', maxConcurrentTrials: 1 } as const;
      create(sweepOf({ limits: create1 }));
      db.exec("UPDATE jobs SET status = 'NotStarted' WHERE name = 's_0'");
      db.exec('DELETE FROM mlflow_runs');
      serve();
      families.recover();
      expect(states()).toEqual(['Queued']);
      expect(runs.find('s_0')).toBeDefined();
    });

    it('completes a cancellation', () => {
      create(sweepOf());
      jobs.move('s', 'CancelRequested');
      serve();
      families.recover();
      expect([sweep().status, ...states()]).toEqual(['Canceled', 'Canceled', 'Canceled']);
    });
  });
});
