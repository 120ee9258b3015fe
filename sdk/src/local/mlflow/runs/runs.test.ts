import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail } from '../../../arm/errors.js';
import { TestWorkspace } from '../mlflow.test.workspace.js';
import { RunStore } from './runs.js';

let workspace: TestWorkspace;
let runs: RunStore;
beforeEach(() => {
  workspace = new TestWorkspace();
  runs = new RunStore(workspace.db, workspace.now);
});
afterEach(() => workspace.close());

const job = (runId: string, experimentName = 'adder') => ({
  runId,
  experimentName,
  runName: 'brave_fig',
  userId: 'ada',
  startTime: 1,
  tags: { kind: 'notebook' }
});

describe('RunStore, for jobs', () => {
  it('creates the run under the name of the job and its experiment on demand', () => {
    runs.create(job('happy_fig_x1'));
    const run = runs.get('happy_fig_x1');
    expect(run).toMatchObject({
      status: 'RUNNING',
      name: 'brave_fig',
      startTime: 1,
      userId: 'ada'
    });
    expect(run.artifactUri).toBe('mlflow-artifacts:/ExperimentRun/dcid.happy_fig_x1');
    expect(run.tags).toEqual({ kind: 'notebook', 'mlflow.runName': 'brave_fig' });
    expect(runs.experiments.findByName('adder')?.id).toBe(run.experimentId);
  });

  it('leaves a run that is there as it is', () => {
    runs.create(job('j'));
    runs.setTags('j', { kind: 'changed' });
    runs.create(job('j'));
    expect(runs.tags('j').kind).toBe('changed');
  });

  it('brings a deleted experiment back when a job names it', () => {
    runs.create(job('first'));
    const { experimentId } = runs.get('first');
    runs.setExperimentStage(experimentId, 'deleted');
    runs.create(job('second'));
    expect(runs.experiments.get(experimentId).stage).toBe('active');
  });

  it('ends a run, a deleted one too', () => {
    runs.create(job('j'));
    runs.setStage('j', 'deleted');
    runs.finish('j', 'KILLED', 99);
    expect(runs.get('j')).toMatchObject({ status: 'KILLED', endTime: 99 });
  });

  it('is seen through the API by a store made before it', async () => {
    runs.create(job('j'));
    const { body } = await workspace.get('runs/get', { run_id: 'j' });
    expect(body.run.info).toMatchObject({
      run_id: 'j',
      status: 'RUNNING',
      lifecycle_stage: 'active'
    });
  });
});

describe('logging', () => {
  it('rolls all of a batch back when one part is refused', async () => {
    const id = await workspace.run();
    await workspace.post('runs/log-parameter', { run_id: id, key: 'p', value: '1' });
    const { status, body } = await workspace.post('runs/log-batch', {
      run_id: id,
      metrics: [{ key: 'm', value: 1, timestamp: 1 }],
      params: [
        { key: 'new', value: '1' },
        { key: 'p', value: '2' }
      ],
      tags: [{ key: 't', value: '1' }]
    });
    expect([status, body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    const run = runs.get(id);
    expect([run.params, run.metrics, run.tags.t]).toEqual([{ p: '1' }, [], undefined]);
  });

  it('keeps NaN and both infinities as they are', async () => {
    const id = await workspace.run();
    const values = ['NaN', 'Infinity', '-Infinity'];
    for (const value of values)
      await workspace.post('runs/log-metric', { run_id: id, key: value, value, timestamp: 1 });
    const { body } = await workspace.get('runs/get', { run_id: id });
    const read = body.run.data.metrics.map(metric => [metric.key, metric.value]);
    expect(Object.fromEntries(read)).toEqual(Object.fromEntries(values.map(v => [v, v])));
  });

  it.each([1, 9, 10, 61, 313])('keeps all of %i metrics, each under its key', count => {
    runs.create(job('j'));
    const metrics = Array.from({ length: count }, (_, i) => ({
      key: `m${i}`,
      value: i,
      timestamp: 1,
      step: i
    }));
    runs.logMetrics('j', metrics);
    runs.logMetrics(
      'j',
      metrics.map(metric => ({ ...metric, step: metric.step + 1, value: -1 }))
    );
    for (const { key, value, step } of metrics)
      expect(runs.metrics.history('j', key).map(m => [m.step, m.value])).toEqual([
        [step, value],
        [step + 1, -1]
      ]);
    expect(runs.get('j').metrics.every(metric => metric.value === -1)).toBe(true);
  });

  it('keeps NaN as the latest value', () => {
    runs.create(job('j'));
    runs.logMetrics('j', [
      { key: 'm', value: 1, timestamp: 1, step: 1 },
      { key: 'm', value: NaN, timestamp: 1, step: 2 }
    ]);
    expect(runs.get('j').metrics[0]?.value).toBeNaN();
    expect(runs.metrics.history('j', 'm').map(metric => metric.value)).toEqual([1, NaN]);
  });

  it('stores a repeated value once', () => {
    runs.create(job('j'));
    const metric = { key: 'm', value: 1, timestamp: 2, step: 3 };
    runs.logMetrics('j', [metric, metric]);
    runs.logMetrics('j', [metric, { ...metric, value: NaN }, { ...metric, value: NaN }]);
    expect(runs.metrics.history('j', 'm')).toHaveLength(2);
  });

  it.each([
    [1, [9]],
    [2, [0, 9]],
    [4, [0, 3, 6, 9]],
    [10, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [50, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]
  ])('samples at most %i points, the last among them', (limit, steps) => {
    runs.create(job('j'));
    runs.logMetrics(
      'j',
      Array.from({ length: 10 }, (_, step) => ({ key: 'm', value: step, timestamp: 1, step }))
    );
    expect(runs.metrics.sample('j', 'm', limit).map(metric => metric.step)).toEqual(steps);
  });

  it('refuses a step that is no whole number', async () => {
    const id = await workspace.run();
    const metric = { run_id: id, key: 'm', value: 1, timestamp: 1, step: 1.5 };
    const { body } = await workspace.post('runs/log-metric', metric);
    expect(body.error_code).toBe('INVALID_PARAMETER_VALUE');
    expect(body.message).toContain("parameter 'step'");
  });
});

describe('errors', () => {
  it.each(['traces', 'scorers/list', 'webhooks'])('answers 501 for %s', async path => {
    const { status, body } = await workspace.post(path, {});
    expect([status, body.error_code]).toEqual([501, 'NOT_IMPLEMENTED']);
  });

  it('answers 404 for what is not of MLflow', async () => {
    const { status, body } = await workspace.call('GET', 'nope');
    expect([status, body.error_code]).toEqual([404, 'ENDPOINT_NOT_FOUND']);
  });

  it('answers a body that is no JSON with an error of its own kind', async () => {
    const response = await workspace.app.inject({
      method: 'POST',
      url: '/mlflow/v2.0/subscriptions/s/resourceGroups/r/providers/Microsoft.MachineLearningServices/workspaces/w/api/2.0/mlflow/runs/create',
      headers: { 'content-type': 'application/json' },
      payload: '{"a":'
    });
    expect([response.statusCode, response.json<{ error_code: string }>().error_code]).toEqual([
      400,
      'BAD_REQUEST'
    ]);
  });

  it.each([
    [fail('AuthenticationFailed', { reason: 'no token' }), 401, 'UNAUTHENTICATED'],
    [fail('AuthorizationFailed', { message: 'no token' }), 403, 'PERMISSION_DENIED']
  ] as const)(
    'answers a refusal by the workspace, %s, in its own words',
    async (refusal, status, mlflowCode) => {
      workspace.app.addHook('onRequest', () => Promise.reject(refusal));
      const { status: answered, body } = await workspace.get('runs/get', { run_id: 'x' });
      expect([answered, body.error_code]).toEqual([status, mlflowCode]);
      expect(body.message).toContain('no token');
    }
  );

  it('takes null for absent and passes over fields it does not know', async () => {
    const { status } = await workspace.post('runs/create', {
      experiment_id: '0',
      run_name: null,
      more: { a: 1 }
    });
    expect(status).toBe(200);
  });

  it.each([
    { key: 5 },
    { key: true },
    { key: {} },
    { value: true },
    { timestamp: 1e30 },
    { step: 'x' }
  ])('refuses %j in a metric without a fault', async wrong => {
    const id = await workspace.run();
    const metric = { run_id: id, key: 'm', value: 1, timestamp: 1, ...wrong };
    expect((await workspace.post('runs/log-metric', metric)).status).toBe(400);
  });
});
