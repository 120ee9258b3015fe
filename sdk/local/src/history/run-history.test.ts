import { beforeEach, describe, expect, it } from 'vitest';
import type { Claims } from '../identity/tokens.js';
import { Tokens } from '../identity/tokens.js';
import { createJobRun } from '../mlflow/runs/job-run.js';
import { RunStore } from '../mlflow/runs/runs.js';
import { TestWorkspace } from '../resources/resources.test-support.js';
import { JobStore } from '../store/job-store.js';
import { inTransaction } from '../store/transaction.js';
import { childRoutes } from './child-routes.js';
import { eventRoutes } from './event-routes.js';
import { experimentHistory } from './experiment-history.js';
import { runChangeRoutes } from './run-change-routes.js';
import { runMetricRoutes } from './run-metric-routes.js';
import { runQueryRoutes } from './run-query.js';
import { tokenRoutes } from './token-routes.js';
import { TrackedRuns } from './tracked-runs.js';

interface Reply {
  status: number;
  body: {
    runId: string;
    status: string;
    parentRunId: string | null;
    rootRunId: string;
    tags: Record<string, string>;
    properties: Record<string, string>;
    error: { code: string; message: string; error?: { message: string } };
    errors: { errorResponse?: { error: { message: string } }; value?: object }[];
    runs: Record<string, { parentRunId: string }>;
    value: { runId: string; data: object; step: number; metricKey: { name: string } }[];
    columns: Record<string, string>;
    token: string;
    experimentId: string;
    continuationToken: string | null;
  };
}

let workspace: TestWorkspace;
let jobs: JobStore;
let runs: RunStore;
let claims: Partial<Claims>;
beforeEach(async () => {
  workspace = new TestWorkspace();
  const { app, context, db } = workspace;
  jobs = new JobStore(db);
  runs = new RunStore(db, context.now);
  claims = {};
  app.decorateRequest('claims', null);
  app.addHook('onRequest', (request, _reply, done) => {
    request.claims = claims as Claims;
    done();
  });
  const tracked = new TrackedRuns(jobs, runs);
  childRoutes(app, tracked);
  runChangeRoutes(app, context, tracked);
  eventRoutes(app, context, tracked);
  experimentHistory(app, tracked);
  runQueryRoutes(app, tracked);
  const job = { name: 'job', mark: 'm' };
  tokenRoutes(app, {
    tokens: new Tokens(Buffer.from('key'), context.now, 'ada', () => true),
    origin: context.origin,
    activeJob: name => (name === 'job' ? job : undefined)
  });
  await app.register(scope => {
    runMetricRoutes(scope, context, tracked, work => inTransaction(db, work));
    return Promise.resolve();
  });
  addJob('job');
});

function addJob(name: string): void {
  jobs.insert({
    name,
    experiment: 'e',
    compute: 'cpu',
    mark: 'm',
    status: 'Running',
    createdBy: 'ada',
    createdAt: 2500,
    properties: { jobType: 'Command', tags: { given: 'yes' } }
  });
  const job = jobs.get(name);
  if (job) createJobRun(runs, job);
}

const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
  workspace.call(method, url, payload) as unknown as Promise<Reply>;
const patch = (run: string, body: object) =>
  call('PATCH', `/experiments/e/runs/${run}`, { runId: run, ...body });
const event = (run: string, name: string, data: object = {}) =>
  call('POST', `/experiments/e/runs/${run}/events`, {
    name: `Microsoft.MachineLearning.Run.${name}`,
    data: { RunId: run, ...data }
  });

describe('PATCH /experiments/{experiment}/runs/{run}', () => {
  it('changes tags, names and properties of a job and of its MLflow run', async () => {
    const { body } = await patch('job', {
      tags: { team: 'fruit' },
      displayName: 'apples',
      properties: { author: 'ada' }
    });
    expect(body).toMatchObject({
      runNumber: 2,
      experimentId: runs.find('job')?.experimentId,
      tags: { given: 'yes', team: 'fruit' },
      displayName: 'apples',
      properties: { author: 'ada' }
    });
    expect(jobs.get('job')?.properties).toMatchObject({
      displayName: 'apples',
      tags: { given: 'yes', team: 'fruit' },
      properties: { author: 'ada' }
    });
    expect(runs.get('job')).toMatchObject({ name: 'apples', tags: { team: 'fruit' } });
  });

  it('does not change a property that is set', async () => {
    await patch('job', { properties: { author: 'ada' } });
    expect((await patch('job', { properties: { author: 'ada' } })).status).toBe(200);
    const { status, body } = await patch('job', { properties: { author: 'bob' } });
    expect([status, body.error.message]).toEqual([
      400,
      expect.stringContaining("The property 'author' of the run 'job' is set")
    ]);
  });

  it('creates a run below another one, which is a run of MLflow', async () => {
    await patch('child', { parentRunId: 'job', status: 'NotStarted', tags: { a: 'b' } });
    const { body } = await patch('grandchild', { parentRunId: 'child', properties: { p: 'q' } });
    expect(body).toMatchObject({ parentRunId: 'child', rootRunId: 'job', properties: { p: 'q' } });
    expect((await call('GET', '/runs/child')).body).toMatchObject({
      status: 'NotStarted',
      tags: { a: 'b' }
    });
    const { value } = (await call('GET', '/runs/job/children')).body;
    expect(value.map(({ runId }) => runId)).toEqual(['child']);
    expect(runs.tags('child')['mlflow.parentRunId']).toBe('job');
  });

  it('creates no run of an unknown experiment or parent, or with a name that is no folder', async () => {
    expect((await call('PATCH', '/experiments/none/runs/x', { runId: 'x' })).status).toBe(404);
    expect((await patch('x', { parentRunId: 'none' })).status).toBe(404);
    expect((await patch('..%2Fx', {})).status).toBe(400);
    expect(runs.find('x')).toBeUndefined();
  });

  it('refuses with a list of details, without which azureml-core fails to print the error', async () => {
    const { body } = await call('GET', '/runs/none');
    expect(body.error).toMatchObject({ code: 'ResourceNotFound', details: [] });
  });

  it('archives and restores a job that has ended, and nothing else', async () => {
    expect((await patch('job', { hidden: true })).status).toBe(501);
    await patch('child', { parentRunId: 'job' });
    expect((await patch('child', { hidden: true })).status).toBe(501);
    jobs.move('job', 'Completed', { endedAt: 3000 });
    await patch('job', { hidden: true });
    expect(jobs.get('job')?.properties.isArchived).toBe(true);
    expect(jobs.list({ view: 'ArchivedOnly', skip: 0, top: 9 }).map(({ name }) => name)).toEqual([
      'job'
    ]);
    await patch('job', { hidden: false });
    expect(jobs.get('job')?.properties.isArchived).toBe(false);
  });

  it('refuses data sets, which it would not keep', async () => {
    const { status, body } = await patch('job', { inputDatasets: [{}] });
    expect([status, body.error.code]).toEqual([501, 'NotImplemented']);
  });

  it('puts several runs, and names those that it refuses', async () => {
    const { body } = await call('PATCH', '/experiments/e/batch/runs', {
      runs: [
        { runId: 'one', parentRunId: 'job' },
        { runId: 'two', parentRunId: 'none' }
      ]
    });
    expect(Object.keys(body.runs)).toEqual(['one']);
    expect(Object.keys(body.errors)).toEqual(['two']);
  });

  it('deletes tags of the job and of the run', async () => {
    await patch('job', { tags: { team: 'fruit' } });
    const { body } = await call('DELETE', '/experiments/e/runs/job/tags', ['given', 'team']);
    expect(body.tags).toEqual({});
    expect(jobs.get('job')?.properties.tags).toEqual({});
  });
});

describe('POST /experiments/{experiment}/runs/{run}/events', () => {
  it('changes the state of a run that a program started', async () => {
    await patch('child', { parentRunId: 'job', status: 'NotStarted' });
    await event('child', 'Start');
    expect(runs.find('child')).toMatchObject({ status: 'RUNNING' });
    await event('child', 'Error', {
      ErrorResponse: { error: { code: 'UserError', message: 'x' } }
    });
    await event('child', 'Failed');
    const { body } = await call('GET', '/runs/child');
    expect(body).toMatchObject({ status: 'Failed', error: { error: { message: 'x' } } });
    expect(runs.find('child')?.endTime).toBeGreaterThan(0);
  });

  it('leaves the state of a job to its processes, and keeps an error', async () => {
    await event('job', 'Failed');
    await event('job', 'Error', { ErrorResponse: { error: { message: 'x' } } });
    const { body } = await call('GET', '/runs/job');
    expect(body).toMatchObject({ status: 'Running', error: { error: { message: 'x' } } });
  });

  it('refuses an unknown event, alone and in a batch', async () => {
    expect((await event('job', 'Dance')).status).toBe(400);
    const { body } = await call('POST', '/experiments/e/batch/events', {
      events: [{ name: 'Dance', data: { RunId: 'job' } }]
    });
    expect(body.errors).toMatchObject([{ value: { error: { code: 'UserError' } } }]);
  });
});

describe('GET /experiments/{experiment}/runs/{run}/token', () => {
  const token = (run: string) => call('GET', `/experiments/e/runs/${run}/token`);

  it('gives a job a token of its own', async () => {
    claims = { job: { name: 'job', mark: 'm' } };
    const { body } = await token('job');
    const [, payload = ''] = body.token.split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      job: { name: 'job', mark: 'm' },
      roles: ['Contributor']
    });
  });

  it('gives a job no token of another one, and none of a run without an active job', async () => {
    claims = { job: { name: 'other', mark: 'm' } };
    expect((await token('job')).status).toBe(403);
    claims = {};
    expect((await token('other')).status).toBe(409);
  });
});

describe('experiments', () => {
  it('are those of MLflow, found by name and id, and created by name', async () => {
    const { body } = await call('POST', '/experiments/new');
    expect(runs.experiments.findByName('new')?.id).toBe(body.experimentId);
    expect((await call('POST', '/experiments/new')).body).toEqual(body);
    expect((await call('GET', `/experimentids/${body.experimentId}`)).body).toEqual(body);
    expect((await call('GET', '/experiments/none')).status).toBe(404);
  });

  it('have runs, found by a filter, newest first', async () => {
    await patch('child', { parentRunId: 'job', tags: { a: 'b' } });
    await patch('grandchild', { parentRunId: 'child' });
    const found = async (filter?: string) => {
      const { body } = await call('POST', '/experiments/e/runs:query', { filter });
      return body.value.map(({ runId }) => runId);
    };
    expect(await found()).toEqual(['grandchild', 'child', 'job']);
    expect(await found('(RootRunId eq job and RunId ne job)')).toEqual(['child', 'grandchild']);
    expect(await found('(ParentRunId eq null)')).toEqual(['job']);
    expect(await found('(Tags/a eq "b")')).toEqual(['child']);
    expect(await found('(Status eq Running) and (Target eq cpu)')).toEqual(['job']);
  });

  it('have runs below one another in a circle, each of which is found once', async () => {
    await patch('a', {});
    await patch('b', { parentRunId: 'a' });
    runs.setTags('a', { 'mlflow.parentRunId': 'b' });
    const { body } = await call('POST', '/experiments/e/runs:query', { filter: 'RootRunId eq a' });
    expect(body.value.length).toBeLessThanOrEqual(2);
  });
});

describe('metrics of azureml-core', () => {
  const log = (...values: object[]) => call('POST', '/runs/job/batch', { values });
  const row = (metricId: string, data: object, more: object = {}) => ({
    ...{ metricId, createdUtc: '2026-01-01T00:00:00Z', data },
    ...more
  });
  const scalar = (name: string, ...value: object[]) => ({
    ...{ name, columns: { [name]: 'double' }, value },
    properties: { uxMetricType: 'azureml.v1.scalar' }
  });
  const history = (key: string) =>
    runs.metrics.history('job', key).map(({ step, value }) => [step, value]);
  const full = (metricName: string) => call('POST', '/runs/job/full', { metricName });

  it('are metrics of MLflow, each without a step at the next one', async () => {
    await log(scalar('loss', row('1', { loss: 3 }), row('2', { loss: 1 })));
    await log(scalar('loss', row('3', { loss: 3 }), row('4', { loss: 2 }, { step: 9 })));
    expect(history('loss')).toEqual([
      [0, 3],
      [1, 1],
      [2, 3],
      [9, 2]
    ]);
  });

  it('are logged once, although a client sends a batch again', async () => {
    const batch = scalar('loss', row('1', { loss: 3 }));
    await log(batch);
    await log(batch);
    expect(history('loss')).toEqual([[0, 3]]);
  });

  it('may be no number, as Python writes it', async () => {
    const { app } = workspace;
    const payload = JSON.stringify({
      values: [scalar('loss', row('1', { loss: 'X' }), row('2', { loss: 'Y' }))]
    })
      .replace('"X"', 'NaN')
      .replace('"Y"', '-Infinity');
    const headers = { 'content-type': 'application/json' };
    await app.inject({ method: 'POST', url: '/runs/job/batch', payload, headers });
    expect(history('loss')).toEqual([
      [0, NaN],
      [1, -Infinity]
    ]);
    expect((await full('loss')).body.value.map(({ data }) => data)).toEqual([
      { loss: 'NaN' },
      { loss: '-Infinity' }
    ]);
  });

  it('of tables and texts are read back as they were, and the numbers of a column are a metric too', async () => {
    const table = {
      name: 'table',
      columns: { x: 'int', label: 'string' },
      properties: { uxMetricType: 'azureml.v1.table' },
      value: [row('1', { x: 3, label: 'a' }), row('2', { x: null, label: 'b' })]
    };
    const text = {
      name: 'solver',
      columns: { solver: 'string' },
      value: [row('3', { solver: 'l' })]
    };
    expect((await log(table, text)).body.errors).toEqual([]);
    expect(history('table.x')).toEqual([[0, 3]]);
    expect(
      runs.metrics
        .latest(['job'])
        .get('job')
        ?.map(({ key }) => key)
    ).toEqual(['table.x']);
    const { body } = await full('table');
    expect(body).toMatchObject({
      columns: { x: 'int', label: 'string' },
      properties: { uxMetricType: 'azureml.v1.table' },
      dataContainerId: 'dcid.job'
    });
    expect(body.value.map(({ data }) => data)).toEqual([
      { x: 3, label: 'a' },
      { x: null, label: 'b' }
    ]);
    runs.logMetrics('job', [{ key: 'mlflow', value: 1, timestamp: 1, step: 0 }]);
    const listed = await call('POST', '/runs/job/list', {});
    expect(listed.body.value.map(({ metricKey }) => metricKey.name)).toEqual([
      'solver',
      'table',
      'mlflow'
    ]);
    expect((await full('mlflow')).body.value.map(({ data }) => data)).toEqual([{ mlflow: 1 }]);
  });

  it('keep their columns; a refused one does not keep the others from being logged', async () => {
    await log(scalar('loss', row('1', { loss: 3 })));
    const text = { name: 'loss', columns: { loss: 'string' }, value: [row('2', { loss: 'x' })] };
    const wrong = scalar('bad', row('3', { bad: 'x' }));
    const { body } = await log(text, wrong, scalar('good', row('4', { good: 1 })));
    expect(body.errors.map(({ errorResponse }) => errorResponse?.error.message)).toEqual([
      expect.stringContaining("The metric 'loss' was logged with the columns 'loss' (double)"),
      expect.stringContaining("A value of the metric 'bad' is not a number")
    ]);
    expect(history('good')).toEqual([[0, 1]]);
    // A refused row is not remembered: corrected, it is logged.
    await log(scalar('bad', row('3', { bad: 5 })));
    expect(history('bad')).toEqual([[0, 5]]);
  });

  it('are read in pages', async () => {
    const points = Array.from({ length: 5001 }, (_, step) => ({
      key: 'x',
      value: step,
      step,
      timestamp: 1
    }));
    runs.logMetrics('job', points);
    const { body } = await full('x');
    expect([body.value.length, body.continuationToken]).toEqual([5000, '5000']);
    const next = await call('POST', '/runs/job/full', {
      metricName: 'x',
      continuationToken: '5000'
    });
    expect(next.body.value.map(({ step }) => step)).toEqual([5000]);
    expect(next.body.continuationToken).toBeNull();
  });

  it('end with a run that replaces the one of a deleted job', async () => {
    await log({ name: 's', columns: { s: 'string' }, value: [row('1', { s: 'x' })] });
    runs.finish('job', 'FINISHED', 3000);
    runs.setStage('job', 'deleted');
    jobs.delete('job');
    addJob('job');
    expect((await full('s')).status).toBe(404);
    expect((await call('POST', '/runs/job/list', {})).body.value).toEqual([]);
  });
});
