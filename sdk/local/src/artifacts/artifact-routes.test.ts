import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BlobFiles } from '../blobs/blob-files.js';
import { Signatures } from '../blobs/signature.js';
import { LoggedModelStore } from '../mlflow/logged-models/logged-models.js';
import { RunStore } from '../mlflow/runs/runs.js';
import { TestWorkspace } from '../resources/resources.test-support.js';
import { containerAt, containerOfRun, type ArtifactOwners } from './artifact-container.js';
import { artifactPathRoutes } from './artifact-path-routes.js';
import { artifactRoutes } from './artifact-routes.js';

let folder: string;
let workspace: TestWorkspace;
let signatures: Signatures;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'carry-artifacts-'));
  workspace = new TestWorkspace();
  const { app, db, context } = workspace;
  signatures = new Signatures(Buffer.from('key'), context.now);
  const runs = new RunStore(db, context.now);
  runs.create({ runId: 'r', experimentName: 'e', userId: 'ada', startTime: 1 });
  const owners: ArtifactOwners = {
    runs,
    logged: new LoggedModelStore(db, context.now),
    declared: () => undefined,
    origin: context.origin
  };
  const served = { origin: context.origin, files: new BlobFiles(folder, db), signatures };
  artifactRoutes(
    app,
    '/runs/:run/artifacts',
    ({ run = '' }) => containerOfRun(run, owners),
    served
  );
  artifactPathRoutes(app, (origin, container) => containerAt(origin, container, owners), served);
  artifactRoutes(
    app,
    '/artifacts/:origin/:container',
    ({ origin = '', container = '' }) => containerAt(origin, container, owners),
    served
  );
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(blob: string): void {
  mkdirSync(dirname(join(folder, blob)), { recursive: true });
  writeFileSync(join(folder, blob), 'content');
}

const ofRun = (path: string) => `azureml/ExperimentRun/dcid.r/${path}`;

interface Artifact {
  path: string;
  artifactId: string;
  contentUri: string;
}

async function ask(url: string, payload?: object) {
  const { status, body } = await workspace.call(payload ? 'POST' : 'GET', url, payload);
  return {
    status,
    body: body as unknown as Artifact & {
      value: Artifact[];
      artifactContentInformation: Record<string, Artifact>;
      errors: Record<string, { error: { code: string; message: string } }>;
      error: { code: string; message: string };
    }
  };
}

describe('artifacts of a run', () => {
  it('are all files in its folder, by their paths in the run', async () => {
    write(ofRun('a.txt'));
    write(ofRun('deep/b.txt'));
    write('azureml/ExperimentRun/dcid.r2/other.txt');
    const all = await ask('/runs/r/artifacts');
    expect(all.body.value.map(({ path }) => path)).toEqual(['a.txt', 'deep/b.txt']);
    const below = await ask('/runs/r/artifacts/path?path=deep/');
    expect(below.body.value).toEqual([
      {
        artifactId: 'ExperimentRun/dcid.r/deep/b.txt',
        origin: 'ExperimentRun',
        container: 'dcid.r',
        path: 'deep/b.txt',
        dataPath: {
          dataStoreName: 'workspaceartifactstore',
          relativePath: 'ExperimentRun/dcid.r/deep/b.txt'
        },
        tags: {}
      }
    ]);
  });

  it('are read with a signature for the requested one', async () => {
    write(ofRun('a b.txt'));
    const { body } = await ask('/runs/r/artifacts/contentinfo?path=a%20b.txt');
    const { pathname, searchParams } = new URL(body.contentUri);
    expect(pathname).toBe('/local.blob.carry/azureml/ExperimentRun/dcid.r/a%20b.txt');
    const blob = 'ExperimentRun/dcid.r/a b.txt';
    expect(signatures.permissions(searchParams, 'azureml', blob)).toBe('r');
    expect(signatures.permissions(searchParams, 'azureml', `${blob}2`)).toMatchObject({
      status: 403
    });
  });

  it.each(['nowhere.txt', 'deep', '../dcid.r2/other.txt', 'out/secret.txt', ''])(
    'are none at %j',
    async path => {
      write(ofRun('deep/b.txt'));
      write('azureml/ExperimentRun/dcid.r2/other.txt');
      write('elsewhere/secret.txt');
      symlinkSync(join(folder, 'elsewhere'), join(folder, ofRun('out')));
      const at = `/runs/r/artifacts/contentinfo?path=${encodeURIComponent(path)}`;
      const { status, body } = await ask(at);
      expect([status, body.error.code]).toEqual([404, 'ResourceNotFound']);
    }
  );

  it('are uploaded with a signature, once each', async () => {
    write(ofRun('a.txt'));
    const paths = ['a.txt', 'b.txt', '../c.txt'].map(path => ({ path }));
    const { body } = await ask('/runs/r/artifacts/batch/metadata', { paths });
    expect(Object.keys(body.artifactContentInformation)).toEqual(['b.txt']);
    const { searchParams } = new URL(body.artifactContentInformation['b.txt']?.contentUri ?? '');
    const blob = 'ExperimentRun/dcid.r/b.txt';
    expect(signatures.permissions(searchParams, 'azureml', blob)).toContain('w');
    expect(body.errors['a.txt']?.error.message).toContain(
      'Resource Conflict: ArtifactId ExperimentRun/dcid.r/a.txt already exists.'
    );
    expect(body.errors['../c.txt']?.error.message).toContain('is not a path of an artifact');
  });

  it('do not exist for an unknown run', async () => {
    const { status, body } = await ask('/runs/other/artifacts');
    expect([status, body.error.code]).toEqual([404, 'ResourceNotFound']);
  });
});

describe('artifacts of a container', () => {
  it('include those that a client uploaded', async () => {
    write('azureml/LocalUpload/1-2/model/MLmodel');
    const { body } = await ask('/artifacts/LocalUpload/1-2');
    expect(body.value.map(({ artifactId }) => artifactId)).toEqual([
      'LocalUpload/1-2/model/MLmodel'
    ]);
  });

  it('may be files of a datastore, in the folder that the name encodes', async () => {
    write('azureml-blobstore/a/b/model/MLmodel');
    write('azureml-blobstore/a/other');
    const { body } = await ask('/artifacts/datastores/workspaceblobstore%252Fa%252Fb');
    expect(body.value.map(({ path }) => path)).toEqual(['model/MLmodel']);
  });

  it('may not be in any other container of the workspace', async () => {
    write('azureml-blobstore/secret');
    const { body } = await ask('/artifacts/..%2Fazureml-blobstore/x');
    expect(body.value).toEqual([]);
  });
});

describe('artifacts that azureml-core names in the path', () => {
  it('are below a prefix, which ends at a slash', async () => {
    for (const name of ['a/b.txt', 'a/c/d.txt', 'ab.txt']) write(ofRun(name));
    const below = async (path: string) => {
      const at = `/artifacts/prefix/contentinfo/ExperimentRun/dcid.r/${path}`;
      return (await ask(at)).body.value.map(({ path: each }) => each);
    };
    expect(await below('a')).toEqual(['a/b.txt', 'a/c/d.txt']);
    expect(await below('a//')).toEqual(['a/b.txt', 'a/c/d.txt']);
    expect(await below('ab.txt')).toEqual(['ab.txt']);
    expect(await below('')).toHaveLength(3);
    const one = await ask('/artifacts/contentinfo/ExperimentRun/dcid.r/a/b.txt');
    expect(new URL(one.body.contentUri).pathname).toContain('/dcid.r/a/b.txt');
    expect((await ask('/artifacts/metadata/ExperimentRun/dcid.r/none')).status).toBe(404);
  });

  it('are uploaded to a URL from which it reads the account, by the path that it sent', async () => {
    const { body } = await ask('/artifacts/batch/metadata/ExperimentRun/dcid.r', {
      paths: [{ path: './out/a.txt' }, { path: '../b.txt' }]
    });
    const { username, host, pathname } = new URL(
      body.artifactContentInformation['./out/a.txt']?.contentUri ?? ''
    );
    expect([username, host, pathname]).toEqual([
      'local.blob.carry',
      '127.0.0.1:1',
      '/local.blob.carry/azureml/ExperimentRun/dcid.r/out/a.txt'
    ]);
    expect(Object.keys(body.errors)).toEqual(['../b.txt']);
  });
});
