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
import { studioEndpointPage, studioPage } from './model-page.js';
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
let aliases: { alias: string; version: string }[];
let endpoints: Record<string, { traffic: object; model: string }>;
let artifacts: Record<string, { path: string; is_dir?: boolean }[]>;

beforeEach(async () => {
  versions = {};
  taken = [];
  aliases = [];
  endpoints = {};
  artifacts = {
    '': [{ path: 'model', is_dir: true }, { path: 'weights.bin' }],
    model: [{ path: 'model/MLmodel' }]
  };
  service = await fakeService(answer);
  const arm = new ArmWorkspace(new Connection({ endpoint: service.url }), id);
  const datastores = new Datastores(arm, { getToken: () => Promise.resolve(null) }, 'x');
  models = new Models({ arm, datastores, tracking: trackingAt(service.url) });
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
  const used = answerUse(request);
  if (used) return used;
  if (method === 'DELETE') return answerDelete(path);
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

/** What uses a version: aliases and endpoints. */
function answerUse(request: Seen): Reply | undefined {
  const { path } = request;
  if (path.endsWith('/registered-models/get'))
    return { body: { registered_model: { name: 'adder', aliases } } };
  if (path.endsWith('/registered-models/alias')) {
    const { alias, version } = request.json() as { alias: string; version?: string };
    aliases = aliases.filter(one => one.alias !== alias);
    if (version !== undefined) aliases.push({ alias, version });
    return { body: {} };
  }
  if (path.includes('Endpoints')) return { body: { value: endpointList(path) } };
  return undefined;
}

function answerDelete(path: string): Reply {
  const gone = ([key]: [string, object]) =>
    path.endsWith('/adder') || path.endsWith(`/adder/versions/${key}`);
  versions = Object.fromEntries(Object.entries(versions).filter(entry => !gone(entry)));
  return { body: undefined };
}

function endpointList(path: string): object[] {
  if (path === `${ws}/batchEndpoints`) return [];
  const endpoint = /onlineEndpoints\/([^/]+)\/deployments$/.exec(path)?.[1];
  if (endpoint === undefined)
    return Object.entries(endpoints).map(([name, { traffic }]) => ({
      name,
      properties: { traffic }
    }));
  return [{ name: 'blue', properties: { model: endpoints[endpoint]?.model } }];
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

describe('models.update', () => {
  it('changes what it is given, and leaves the rest', async () => {
    const model = { name: 'adder', run: 'r', path: 'model', description: 'adds', tags: { a: '1' } };
    await models.register(model);
    const changed = await models.update('adder', '1', { tags: { b: '2' }, isArchived: true });
    expect(changed).toMatchObject({
      description: 'adds',
      tags: { b: '2' },
      isArchived: true,
      type: 'mlflow_model'
    });
  });
});

describe('aliases of a model', () => {
  it('move from version to version, and are removed', async () => {
    await models.setAlias('adder', 'champion', '1');
    await models.setAlias('adder', 'champion', '2');
    expect(await models.aliases('adder')).toEqual({ champion: '2' });
    await models.removeAlias('adder', 'champion');
    expect(await models.aliases('adder')).toEqual({});
  });
});

describe('models.deployments', () => {
  it('finds the endpoints that serve a version, by id or by short name, and no other model', async () => {
    endpoints = {
      sums: { traffic: { blue: 100 }, model: `${ws}/models/adder/versions/2` },
      short: { traffic: {}, model: 'azureml:adder:1' },
      other: { traffic: {}, model: 'azureml:subtracter:1' },
      shared: { traffic: {}, model: 'azureml://registries/r/models/adder/versions/1' }
    };
    const on = { deployment: 'blue', kind: 'online' };
    expect(await models.deployments('adder')).toEqual([
      { ...on, version: '2', endpoint: 'sums', traffic: 100 },
      { ...on, version: '1', endpoint: 'short', traffic: 0 }
    ]);
  });
});

describe('models.delete', () => {
  beforeEach(async () => {
    for (const path of ['model', 'weights.bin'])
      await models.register({ name: 'adder', run: 'r', path });
  });

  it('deletes a version that nothing uses', async () => {
    await models.setAlias('adder', 'champion', '2');
    await models.delete('adder', '1');
    expect(Object.keys(versions)).toEqual(['2']);
  });

  it('refuses a version that an alias refers to or an endpoint serves, and names both', async () => {
    await models.setAlias('adder', 'champion', '1');
    endpoints = { sums: { traffic: {}, model: 'azureml:adder:1' } };
    await expect(models.delete('adder', '1')).rejects.toMatchObject({
      code: 'ModelInUse',
      message: expect.stringMatching(/alias 'champion' and .*'blue' of the endpoint 'sums'/)
    });
    expect(Object.keys(versions)).toEqual(['1', '2']);
  });

  it('of all versions is refused only while an endpoint serves one', async () => {
    endpoints = { sums: { traffic: {}, model: 'azureml:adder:1' } };
    await expect(models.deleteAll('adder')).rejects.toMatchObject({ code: 'ModelInUse' });
    endpoints = {};
    await models.setAlias('adder', 'champion', '1');
    await models.deleteAll('adder');
    expect(versions).toEqual({});
  });
});

describe('models.files', () => {
  it('are listed and opened by their paths in the model', async () => {
    await models.register({ name: 'adder', run: 'r', path: 'model' });
    expect(await (await models.files('adder', '1')).list()).toEqual([
      { path: 'MLmodel', isFolder: false }
    ]);
  });

  it('of a model that is one file are that file', async () => {
    await models.register({ name: 'adder', run: 'r', path: 'weights.bin' });
    expect(await (await models.files('adder', '1')).list()).toEqual([
      { path: 'weights.bin', isFolder: false }
    ]);
  });
});

describe('models.page', () => {
  it('is that of MLflow in the local workspace', async () => {
    expect(await models.page('a b', '1')).toBe(`${service.url}/#/models/a%20b/versions/1`);
  });
});

describe('the page of Azure ML studio', () => {
  it.each([
    [studioPage(id, 'a b', '1'), `https://ml.azure.com/model/a%20b:1/details?wsid=${ws}`],
    [
      studioEndpointPage(id, 'online', 'sums'),
      `https://ml.azure.com/endpoints/realtime/sums/detail?wsid=${ws}`
    ]
  ])('has the address %s', (address, expected) => {
    expect(address).toBe(expected);
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
