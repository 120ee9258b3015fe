import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ArmWorkspace, Connection } from '../arm/client/index.js';
import {
  fakeService,
  type FakeService,
  type Reply,
  type Seen
} from '../arm/client/fake-service.test-support.js';
import { trackingAt } from '../tracking/index.js';
import { Datastores } from '../workspace/index.js';
import { parseRunPath } from './model-uri.js';
import { Models } from './models.js';

const id = { subscription: 's', resourceGroup: 'g', workspace: 'w' };
const ws =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w';

let service: FakeService;
let models: Models;
let versions: Record<string, object>;
/** Versions that somebody else has taken since the next one was asked for. */
let taken: string[];
let artifacts: Record<string, { path: string; is_dir?: boolean }[]>;

beforeEach(async () => {
  versions = {};
  taken = [];
  artifacts = {
    '': [{ path: 'model', is_dir: true }, { path: 'weights.bin' }],
    model: [{ path: 'model/MLmodel' }]
  };
  service = await fakeService(answer);
  const arm = new ArmWorkspace(new Connection({ endpoint: service.url }), id);
  const datastores = new Datastores(arm, { getToken: () => Promise.resolve(null) }, 'x');
  models = new Models({ arm, datastores, runs: trackingAt(service.url).runs });
});
afterEach(() => service.close());

function answer(request: Seen): Reply | undefined {
  const { path, method, query } = request;
  if (path.endsWith('/artifacts/list'))
    return { body: { files: artifacts[query.path ?? ''] ?? [] } };
  if (path.endsWith('/runs/get'))
    return {
      body: {
        run: {
          info: {
            run_id: 'r',
            experiment_id: '1',
            status: 'FINISHED',
            artifact_uri: 'mlflow-artifacts:/x'
          }
        }
      }
    };
  const version = path.replace(`${ws}/models/adder/versions/`, '');
  if (method === 'PUT') {
    if (taken.includes(version)) {
      versions[version] = {};
      return { status: 409, body: { error: { code: 'Conflict', message: 'It is there.' } } };
    }
    versions[version] = (request.json() as { properties: object }).properties;
  }
  if (path === `${ws}/models/adder` && Object.keys(versions).length > 0) {
    const last = Object.keys(versions).length;
    const properties = { latestVersion: String(last), nextVersion: String(last + 1) };
    return { body: { name: 'adder', properties } };
  }
  return versions[version] && { body: { id: path, name: version, properties: versions[version] } };
}

describe('models.register from a run', () => {
  it('names the path among the artifacts and sees an MLflow model', async () => {
    const model = await models.register({ name: 'adder', run: { name: 'r' }, path: '/model/' });
    expect(model).toMatchObject({
      name: 'adder',
      version: '1',
      type: 'mlflow_model',
      uri: 'azureml://jobs/r/outputs/artifacts/paths/model',
      run: 'r'
    });
  });

  it('takes a single file as a custom model', async () => {
    const model = await models.register({ name: 'adder', run: 'r', path: 'weights.bin' });
    expect(model.type).toBe('custom_model');
  });

  it('makes the next version, also when somebody else takes it first', async () => {
    await models.register({ name: 'adder', run: 'r', path: 'model' });
    taken = ['2', '3'];
    expect((await models.register({ name: 'adder', run: 'r', path: 'model' })).version).toBe('4');
  });

  it('fails when the version stays taken', async () => {
    taken = ['1', '2', '3', '4', '5', '6', '7'];
    await expect(models.register({ name: 'adder', run: 'r', path: 'model' })).rejects.toMatchObject(
      {
        code: 'Conflict'
      }
    );
  });

  it('names what there is when the path is wrong, and registers nothing', async () => {
    const refused = models.register({ name: 'adder', run: 'r', path: 'modle' });
    await expect(refused).rejects.toMatchObject({
      code: 'ModelPathNotFound',
      message: expect.stringContaining('model, weights.bin')
    });
    expect(versions).toEqual({});
  });
});

describe('models.register from a local path', () => {
  it('that does not exist is reported', async () => {
    await expect(models.register({ name: 'adder', path: '/nope/x' })).rejects.toMatchObject({
      code: 'PathNotFound'
    });
  });
});

describe('models.get', () => {
  it('returns the latest version unless one is named', async () => {
    for (const path of ['model', 'weights.bin'])
      await models.register({ name: 'adder', run: 'r', path });
    expect((await models.get('adder')).version).toBe('2');
    expect((await models.get('adder', '1')).type).toBe('mlflow_model');
  });

  it('says that there is no such model', async () => {
    await expect(models.get('adder')).rejects.toMatchObject({
      code: 'ResourceNotFound',
      status: 404
    });
  });
});

describe('parseRunPath', () => {
  it.each([
    ['azureml://jobs/r/outputs/artifacts/paths/model/x', 'model/x'],
    ['azureml://jobs/r/outputs/artifacts/model', 'model'],
    [`azureml:/${ws}/jobs/r/outputs/artifacts/paths/m`, 'm'],
    ['runs:/r/model', 'model'],
    ['azureml://datastores/workspaceartifactstore/paths/ExperimentRun/dcid.r/model', 'model']
  ])('reads %s', (uri, path) => {
    expect(parseRunPath(uri)).toEqual({ run: 'r', path });
  });

  it('leaves other places alone', () => {
    expect(parseRunPath('azureml://datastores/d/paths/LocalUpload/x')).toBeUndefined();
  });
});
