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
