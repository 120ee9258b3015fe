import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prefix, TestWorkspace } from '../mlflow.test-support.js';

const plugin = {
  'user-agent': 'mlflow-python-client/3.15.0 azureml-mlflow/1.62.0',
  host: 'host:1'
};

interface Found {
  models?: {
    info: {
      model_id: string;
      name: string;
      source_run_id: string;
      artifact_uri: string;
      status: string;
    };
  }[];
}

let workspace: TestWorkspace;
let run: string;
beforeEach(async () => {
  workspace = new TestWorkspace();
  run = await workspace.run();
});
afterEach(() => workspace.close());

/** Searches logged models as MLflow 3 does for the model of `runs:/{run}/{name}`. */
const search = async (name: string, headers: object = plugin) => {
  const response = await workspace.app.inject({
    method: 'POST',
    url: `${prefix}/api/2.0/mlflow/logged-models/search`,
    headers: { ...headers },
    payload: { experiment_ids: ['0'], filter: `name = '${name}'` }
  });
  return { status: response.statusCode, models: response.json<Found>().models ?? [] };
};

const fileOf = (path: string, id = run) =>
  join(workspace.artifactRoot, `ExperimentRun/dcid.${id}`, path);

function writeModel(folder: string, id = run): void {
  const file = fileOf(`${folder}/MLmodel`, id);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, 'flavors: {}');
}

describe("the search of azureml-mlflow for a run's model", () => {
  it.each(['outputs/mlflow-model', 'outputs/mlflow-model/', 'model', 'model/'])(
    'finds a model among the files of a run at %s',
    async path => {
      const folder = path.replace(/\/$/, '');
      writeModel(folder);
      const { models } = await search(path);
      expect(models.map(({ info }) => [info.name, info.source_run_id, info.status])).toEqual([
        [folder, run, 'LOGGED_MODEL_READY']
      ]);
      const id = models[0]?.info.model_id;
      expect(models[0]?.info.artifact_uri).toBe(
        `azureml://host:1${prefix}/experiments/0/runs/${id}/artifacts`
      );
    }
  );

  it('returns the same model each time, also to searches at once', async () => {
    writeModel('model');
    const found = await Promise.all([search('model'), search('model')]);
    const ids = [...found, await search('model')].map(({ models }) =>
      models.map(({ info }) => info.model_id)
    );
    expect(ids[0]).toHaveLength(1);
    expect(ids).toEqual([ids[0], ids[0], ids[0]]);
  });

  it('finds the models of all runs of the experiment, and no run without one', async () => {
    const runs = [run, await workspace.run(), await workspace.run()];
    for (const id of runs.slice(1)) writeModel('model', id);
    const { models } = await search('model');
    const sources = models.map(({ info }) => info.source_run_id);
    expect(sources.sort()).toEqual(runs.slice(1).sort());
  });

  it('prefers a model that the run logged under the name', async () => {
    writeModel('model');
    const logged = await workspace.post('logged-models', {
      experiment_id: '0',
      name: 'model',
      source_run_id: run
    });
    const { models } = await search('model/');
    expect(models.map(({ info }) => info.model_id)).toEqual([logged.body.model.info.model_id]);
  });

  it('finds none at a path without a model or outside of the run', async () => {
    mkdirSync(fileOf('folder/MLmodel'), { recursive: true });
    mkdirSync(join(workspace.folder, 'outside'), { recursive: true });
    writeFileSync(join(workspace.folder, 'outside', 'MLmodel'), 'flavors: {}');
    symlinkSync(join(workspace.folder, 'outside'), fileOf('link'));
    for (const name of ['nowhere', 'folder', 'link', '../outside', '..\\outside', '/'])
      expect([name, await search(name)]).toEqual([name, { status: 200, models: [] }]);
  });

  it('is not that of plain MLflow, which lists the folder itself', async () => {
    writeModel('model');
    expect((await search('model', {})).models).toEqual([]);
  });

  it('leads to versions whose files are those of the run', async () => {
    writeModel('outputs/model');
    const [model] = (await search('outputs/model')).models;
    await workspace.post('registered-models/create', { name: 'm' });
    const { body } = await workspace.post('model-versions/create', {
      name: 'm',
      source: `models:/${model?.info.model_id}`,
      model_id: model?.info.model_id
    });
    expect(body.model_version.run_id).toBe(run);
    const uri = await workspace.get('model-versions/get-download-uri', { name: 'm', version: '1' });
    expect(uri.body.artifact_uri).toBe(`mlflow-artifacts:/ExperimentRun/dcid.${run}/outputs/model`);
    const files = await workspace.get(
      `logged-models/${model?.info.model_id}/artifacts/directories`
    );
    expect(files.body.files).toMatchObject([{ path: 'MLmodel' }]);
  });
});
