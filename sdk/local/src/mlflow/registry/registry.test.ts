import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ModelAssets } from '../../store/model-assets.js';
import { ModelStore } from '../../store/model-store.js';
import { TestWorkspace } from '../mlflow.test-support.js';

let workspace: TestWorkspace;
let assets: ModelAssets;
beforeEach(async () => {
  workspace = new TestWorkspace();
  await workspace.app.ready();
  assets = new ModelAssets(new ModelStore(workspace.db, workspace.now));
});
afterEach(() => workspace.close());

const jobModel = (job: string, path: string) => ({
  modelUri: `azureml://jobs/${job}/outputs/artifacts/paths/${path}`,
  modelType: 'custom_model',
  tags: { team: 'a' },
  description: 'adds'
});
const download = async (name: string, version: string) =>
  (await workspace.get('model-versions/get-download-uri', { name, version })).body.artifact_uri;

describe('the number of a version', () => {
  beforeEach(async () => {
    await workspace.post('registered-models/create', { name: 'adder' });
    await workspace.post('model-versions/create', { name: 'adder', source: 's3://b/m' });
  });
  const statuses = (version: unknown) =>
    Promise.all(
      [
        workspace.post('model-versions/set-tag', { name: 'adder', version, key: 'k', value: 'v' }),
        workspace.post('registered-models/alias', { name: 'adder', version, alias: 'best' })
      ].map(async response => (await response).status)
    );

  it('has aliases with the letters of any alphabet', async () => {
    const alias = (name: string) =>
      workspace.post('registered-models/alias', { name: 'adder', version: '1', alias: name });
    expect((await alias('für_später')).status).toBe(200);
    expect((await alias('two words')).status).toBe(400);
  });

  it.each(['1', '01', ' 1 ', '+1', '0_1'])('may be written as %j', async version => {
    expect(await statuses(version)).toEqual([200, 200]);
    const { body } = await workspace.get('model-versions/get', { name: 'adder', version });
    expect(body.model_version.version).toBe('1');
  });

  it.each([1, 1.0, true, [1], '1.0', '1e0', '1_', '_1', '+', 'x'])('is not %j', async version => {
    expect(await statuses(version)).toEqual([400, 400]);
  });
});

describe('a model that was registered through Azure ML', () => {
  it('is visible to MLflow with its run, and can be downloaded', async () => {
    assets.putVersion('adder', '1', jobModel('happy_fig', 'model/'), 'ada');
    const { body } = await workspace.get('model-versions/get', { name: 'adder', version: '1' });
    expect(body.model_version).toMatchObject({
      version: '1',
      run_id: 'happy_fig',
      status: 'READY',
      current_stage: 'None',
      description: 'adds',
      tags: [{ key: 'team', value: 'a' }]
    });
    expect(await download('adder', '1')).toBe(
      'mlflow-artifacts:/ExperimentRun/dcid.happy_fig/model'
    );
    const found = await workspace.get('model-versions/search', { filter: "tags.team = 'a'" });
    expect(found.body.model_versions).toHaveLength(1);
  });

  it.each([
    ['jobs/j/outputs/artifacts/paths/m/', 'ExperimentRun/dcid.j/m'],
    ['jobs/j/outputs/default/m', 'ExperimentRun/dcid.j/m'],
    ['jobs/j/outputs/trained', 'datastores/workspaceblobstore/azureml/j/trained'],
    ['jobs/j/outputs/trained/paths/m', 'datastores/workspaceblobstore/azureml/j/trained/m']
  ])('has the source azureml://%s and is downloaded from %s', async (source, path) => {
    assets.putVersion('adder', '1', { modelUri: `azureml://${source}` }, 'ada');
    expect(await download('adder', '1')).toBe(`mlflow-artifacts:/${path}`);
  });

  it('may have any string as version; MLflow continues from the highest number', async () => {
    assets.putVersion('adder', '7', jobModel('a', 'm'), 'ada');
    assets.putVersion('adder', 'final', jobModel('a', 'm'), 'ada');
    const made = await workspace.post('model-versions/create', {
      name: 'adder',
      source: 's3://b/m'
    });
    expect(made.body.model_version.version).toBe('8');
    expect(assets.container('adder')).toMatchObject({ latestVersion: '8', nextVersion: '9' });
  });

  it('downloads from a datastore through the workspace', async () => {
    mkdirSync(join(workspace.folder, 'blobstore', 'up', 'm'), { recursive: true });
    writeFileSync(join(workspace.folder, 'blobstore', 'up', 'm', 'a'), 'a');
    const modelUri =
      'azureml://subscriptions/s/resourcegroups/r/workspaces/w/datastores/workspaceblobstore/paths/up/m';
    assets.putVersion('adder', '1', { modelUri, modelType: 'mlflow_model' }, 'ada');
    const uri = await download('adder', '1');
    expect(uri).toBe('mlflow-artifacts:/datastores/workspaceblobstore/up/m');
    const path = uri.replace('mlflow-artifacts:/', '');
    const { body } = await workspace.call('GET', `mlflow-artifacts/artifacts?path=${path}`);
    expect(body.files).toEqual([{ path: 'a', is_dir: false, file_size: 1 }]);
  });

  it('cannot change its source, but its metadata', () => {
    assets.putVersion('adder', '1', jobModel('a', 'm'), 'ada');
    const changed = { ...jobModel('a', 'm'), description: 'better', isArchived: true };
    expect(assets.putVersion('adder', '1', changed, 'ada').properties).toMatchObject({
      description: 'better'
    });
    expect(() => assets.putVersion('adder', '1', jobModel('b', 'm'), 'ada')).toThrow(
      'cannot change'
    );
  });

  it('is excluded from MLflow’s search while it is archived', async () => {
    assets.putVersion('adder', '1', { ...jobModel('a', 'm'), isArchived: true }, 'ada');
    const { body } = await workspace.get('model-versions/search', {});
    expect(body.model_versions).toBeUndefined();
    expect(
      assets.versions('adder', { view: 'ArchivedOnly', newestFirst: true, skip: 0, top: 9 })
    ).toHaveLength(1);
  });
});

describe('a model that was registered through MLflow', () => {
  it('is a version of Azure ML’s registry', async () => {
    const run = await workspace.run();
    await workspace.post('registered-models/create', { name: 'adder' });
    await workspace.post('model-versions/create', {
      name: 'adder',
      source: `runs:/${run}/model`,
      run_id: run,
      tags: [{ key: 'k', value: 'v' }]
    });
    expect(assets.version('adder', '1')?.properties).toMatchObject({
      modelUri: `runs:/${run}/model`,
      modelType: 'mlflow_model',
      jobName: run,
      tags: { k: 'v' },
      flavors: {}
    });
    expect(await download('adder', '1')).toBe(`mlflow-artifacts:/ExperimentRun/dcid.${run}/model`);
  });

  it('does not reuse the number of a deleted version', async () => {
    await workspace.post('registered-models/create', { name: 'adder' });
    const create = () =>
      workspace.post('model-versions/create', { name: 'adder', source: 's3://b/m' });
    await create();
    await workspace.call('DELETE', 'mlflow/model-versions/delete', { name: 'adder', version: '1' });
    expect((await create()).body.model_version.version).toBe('2');
  });

  it('requires an existing version when it is created from a version', async () => {
    await workspace.post('registered-models/create', { name: 'adder' });
    const { body } = await workspace.post('model-versions/create', {
      name: 'adder',
      source: 'models:/adder/1'
    });
    expect(body.error_code).toBe('RESOURCE_DOES_NOT_EXIST');
  });

  it('keeps its source if the run does not exist', async () => {
    await workspace.post('registered-models/create', { name: 'adder' });
    await workspace.post('model-versions/create', { name: 'adder', source: 'runs:/nope/model' });
    expect(await download('adder', '1')).toBe('runs:/nope/model');
  });

  it('is recorded in a tag of its logged model, in the JSON format of Python', async () => {
    const { body } = await workspace.post('logged-models', { experiment_id: '0' });
    const model_id = body.model.info.model_id;
    await workspace.post('registered-models/create', { name: 'a, b' });
    for (let i = 0; i < 2; i++)
      await workspace.post('model-versions/create', {
        name: 'a, b',
        source: `models:/${model_id}`,
        model_id
      });
    const { model } = (await workspace.get(`logged-models/${model_id}`)).body;
    expect(model.info.tags).toEqual([
      {
        key: 'mlflow.modelVersions',
        value: '[{"name": "a, b", "version": 1}, {"name": "a, b", "version": 2}]'
      }
    ]);
  });

  it('is marked as updated by a change of stage, but not of description', async () => {
    await workspace.post('registered-models/create', { name: 'adder' });
    await workspace.post('model-versions/create', { name: 'adder', source: 's3://b/m' });
    const updated = async () =>
      (await workspace.get('registered-models/get', { name: 'adder' })).body.registered_model
        .last_updated_timestamp;
    const before = await updated();
    const version = { name: 'adder', version: '1' };
    await workspace.call('PATCH', 'mlflow/model-versions/update', { ...version, description: 'd' });
    expect(await updated()).toBe(before);
    await workspace.post('model-versions/transition-stage', { ...version, stage: 'Staging' });
    expect(await updated()).toBeGreaterThan(before);
  });
});

describe('GET registered-models/search', () => {
  it('accepts a page of 0 models, as MLflow does', async () => {
    const { status, body } = await workspace.get('registered-models/search', { max_results: '0' });
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('registered_models');
  });
});
