import { beforeEach, describe, expect, it } from 'vitest';
import { LoggedModelStore } from '../mlflow/logged-models/logged-models.js';
import { ModelLocations } from '../mlflow/registry/model-uri.js';
import { RunStore } from '../mlflow/runs/runs.js';
import { TestWorkspace } from '../resources/resources.test-support.js';
import { DocumentStore } from '../store/document-store.js';
import { ModelStore } from '../store/model-store.js';
import { assetRoutes, type ModelAsset } from './asset-routes.js';
import { replyWithModelErrors } from './model-errors.js';
import { modelRoutes } from './model-routes.js';

interface Reply {
  status: number;
  body: {
    id: string;
    version: number;
    url: string;
    code: string;
    statusCode: number;
    message: string;
    kvTags: object;
    properties: object;
    artifacts: object[];
    value: { id: string }[];
    nextLink?: string;
  };
}

let workspace: TestWorkspace;
let models: ModelStore;
beforeEach(() => {
  workspace = new TestWorkspace();
  const { app, context, db } = workspace;
  const runs = new RunStore(db, context.now);
  runs.create({ runId: 'job', experimentName: 'e', userId: 'ada', startTime: 1 });
  models = new ModelStore(db, context.now);
  const locations = new ModelLocations(runs, models, new LoggedModelStore(db, context.now));
  let ids = 0;
  const deps = {
    created: new DocumentStore<ModelAsset>(db, 'modelAssets', context.now),
    ...{ models, runs, locations }
  };
  replyWithModelErrors(app);
  assetRoutes(app, { ...context, newId: () => `asset-${++ids}` }, deps);
  modelRoutes(app, context, deps);
});

const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
  workspace.call(method, url, payload) as unknown as Promise<Reply>;

async function register(name: string, more: object = {}, artifacts: object[] = [file]) {
  const asset = await call('POST', '/assets', { name, artifacts, runid: 'job' });
  return call('POST', '/models', { name, url: `aml://asset/${asset.body.id}`, ...more });
}
const file = { prefix: 'ExperimentRun/dcid.job/outputs/model.pkl' };

describe('models of azureml-core', () => {
  it('are versions of the registry, with the run that they come from', async () => {
    const { body } = await register('fruit', {
      kvTags: { kind: 'apple' },
      properties: { author: 'ada' },
      framework: 'ScikitLearn'
    });
    expect(body).toMatchObject({
      ...{ id: 'fruit:1', version: 1, url: 'aml://asset/fruit:1', framework: 'ScikitLearn' },
      ...{ runId: 'job', experimentName: 'e', kvTags: { kind: 'apple' } },
      properties: { author: 'ada' }
    });
    expect(models.getVersion('fruit', '1')).toMatchObject({
      ...{ runId: 'job', jobName: 'job', modelType: 'custom_model' },
      source: 'mlflow-artifacts:/ExperimentRun/dcid.job/outputs/model.pkl'
    });
    expect((await call('GET', '/assets/fruit:1')).body.artifacts).toEqual([file]);
  });

  it('have their files where other clients registered them', async () => {
    const source = 'azureml://datastores/workspaceblobstore/paths/LocalUpload/a b/model';
    models.createNextVersion({ name: 'other', source });
    expect((await call('GET', '/assets/other:1')).body.artifacts).toEqual([
      { prefix: 'datastores/workspaceblobstore%2FLocalUpload%2Fa%20b/model' }
    ]);
    models.createNextVersion({ name: 'far', source: 'https://example.com/model' });
    const { status, body } = await call('GET', '/assets/far:1');
    expect([status, body.statusCode, body.code]).toEqual([400, 400, 'UserError']);
  });

  it('are found by name, run, tag and framework, newest first and in pages', async () => {
    for (const kind of ['a', 'b', 'c']) await register('fruit', { kvTags: { kind } });
    await register('tree', { framework: 'Onnx' });
    models.createVersion('abc', { name: 'fruit', source: 'runs:/x/model' });
    const found = async (query: string) =>
      (await call('GET', `/models?${query}`)).body.value.map(({ id }) => id);
    expect(await found('')).toEqual(['tree:1', 'fruit:3', 'fruit:2', 'fruit:1']);
    expect(await found('name=fruit&count=1')).toEqual(['fruit:3']);
    expect(await found('tags=kind%3Db')).toEqual(['fruit:2']);
    expect(await found('tags=kind')).toEqual(['fruit:3', 'fruit:2', 'fruit:1']);
    expect(await found('framework=Onnx')).toEqual(['tree:1']);
    expect(await found('runId=other')).toEqual([]);
    models.updateVersion('fruit', '3', { isArchived: true });
    expect(await found('latestVersionOnly=true&name=fruit')).toEqual(['fruit:2']);
    const first = await call('GET', '/models?count=2');
    const { pathname, search } = new URL(first.body.nextLink ?? '');
    const second = await call('GET', pathname + search);
    expect(second.body.value.map(({ id }) => id)).toEqual(['fruit:1']);
    expect(second.body.nextLink).toBeUndefined();
  });

  it('change their tags, description and properties, and nothing else', async () => {
    await register('fruit', { kvTags: { a: 'b' }, properties: { p: 'q' } });
    const { body } = await call('PATCH', '/models/fruit:1', [
      { op: 'replace', path: '/kvTags', value: { c: 'd' } },
      { op: 'add', path: '/properties', value: { r: 's' } }
    ]);
    expect(body).toMatchObject({ kvTags: { c: 'd' }, properties: { p: 'q', r: 's' } });
    const refused = await call('PATCH', '/models/fruit:1', [
      { op: 'replace', path: '/resourceRequirements', value: {} }
    ]);
    expect([refused.status, refused.body.message]).toEqual([
      400,
      expect.stringContaining("The field '/resourceRequirements' of a model cannot change")
    ]);
  });

  it('are deleted', async () => {
    await register('fruit');
    expect((await call('DELETE', '/models/fruit:1')).status).toBe(200);
    expect((await call('DELETE', '/models/fruit:1')).status).toBe(204);
    const { status, body } = await call('GET', '/models/fruit:1');
    expect([status, body.statusCode]).toEqual([404, 404]);
  });

  it.each([
    ['of several files', {}, [file, file], 'has 2 artifacts'],
    ['with a URL of another place', { url: 'https://x' }, [file], "has the URL 'https://x'"],
    ['of an unknown run', { runId: 'none' }, [file], "no run named 'none'"],
    ['with data sets', { datasets: [{}] }, [file], 'keeps no data sets']
  ])('are not registered %s', async (_, more, artifacts, message) => {
    const { status, body } = await register('fruit', more, artifacts);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.message).toContain(message);
    expect(models.container('fruit')).toBeUndefined();
  });
});
