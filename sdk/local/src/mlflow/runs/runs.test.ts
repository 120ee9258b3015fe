import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestWorkspace } from '../mlflow.test-support.js';
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
  it('creates a run with the name of the job as its id, and its experiment if needed', () => {
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

  it('does not change an existing run', () => {
    runs.create(job('j'));
    runs.setTags('j', { kind: 'changed' });
    runs.create(job('j'));
    expect(runs.tags('j').kind).toBe('changed');
  });

  it('restores a deleted experiment when a job names it', () => {
    runs.create(job('first'));
    const { experimentId } = runs.get('first');
    runs.setExperimentStage(experimentId, 'deleted');
    runs.create(job('second'));
    expect(runs.experiments.get(experimentId).stage).toBe('active');
  });

  it('ends a run, even a deleted one', () => {
    runs.create(job('j'));
    runs.setStage('j', 'deleted');
    runs.finish('j', 'KILLED', 99);
    expect(runs.get('j')).toMatchObject({ status: 'KILLED', endTime: 99 });
  });

  it('creates runs that the API returns', async () => {
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
  it('rolls back the whole batch if one part is rejected', async () => {
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

  it('preserves NaN and both infinities', async () => {
    const id = await workspace.run();
    const values = ['NaN', 'Infinity', '-Infinity'];
    for (const value of values)
      await workspace.post('runs/log-metric', { run_id: id, key: value, value, timestamp: 1 });
    const { body } = await workspace.get('runs/get', { run_id: id });
    const read = body.run.data.metrics.map(metric => [metric.key, metric.value]);
    expect(Object.fromEntries(read)).toEqual(Object.fromEntries(values.map(v => [v, v])));
  });
});

describe('POST runs/log-inputs', () => {
  const dataset = { name: 'd', digest: '1', source_type: 'local', source: '{}' };

  it.each([
    ['name', 500],
    ['digest', 36],
    ['source', 65_535],
    ['schema', 1_048_575]
  ])('accepts a %s of at most %i characters, as MLflow does', async (field, limit) => {
    const run_id = await workspace.run();
    const log = (length: number) =>
      workspace.post('runs/log-inputs', {
        run_id,
        datasets: [{ dataset: { ...dataset, [field]: 'x'.repeat(length) } }]
      });
    expect((await log(limit)).status).toBe(200);
    expect(await log(limit + 1)).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE' }
    });
  });
});

describe('POST runs/create', () => {
  it('accepts any characters in the key of a tag, as MLflow does', async () => {
    const tags = [{ key: 'bad%', value: 'v' }];
    const { status, body } = await workspace.post('runs/create', { experiment_id: '0', tags });
    expect(status).toBe(200);
    expect(runs.get(body.run.info.run_id).tags).toMatchObject({ 'bad%': 'v' });
  });
});

describe('POST runs/search', () => {
  it.each([
    [{ experiment_ids: ['abc'] }, "Invalid experiment ID 'abc'"],
    [{ experiment_ids: ['0', '1.5'] }, "Invalid experiment ID '1.5'"],
    [{ experiment_ids: ['0'], order_by: ['dataset.name DESC'] }, "'dataset'"]
  ])('refuses %j', async (input, said) => {
    expect(await workspace.post('runs/search', input)).toMatchObject({
      status: 400,
      body: {
        error_code: 'INVALID_PARAMETER_VALUE',
        message: expect.stringContaining(said) as string
      }
    });
  });
});

describe('GET artifacts/list', () => {
  it.each(['file:///etc', 'FILE:x', 'file%3A%2F%2F%2Fetc'])('refuses the path %s', async path => {
    const run_id = await workspace.run();
    expect(await workspace.get('artifacts/list', { run_id, path })).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE', message: 'Invalid path' }
    });
  });
});
