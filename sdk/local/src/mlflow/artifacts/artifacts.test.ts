import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestWorkspace } from '../mlflow.test-support.js';
import { ArtifactStore } from './artifacts.js';

let workspace: TestWorkspace;
let run: string;
let folder: string;
beforeEach(async () => {
  workspace = new TestWorkspace();
  run = await workspace.run();
  folder = join(workspace.artifactRoot, 'ExperimentRun', `dcid.${run}`);
  mkdirSync(folder, { recursive: true });
});
afterEach(() => workspace.close());

const at = (path: string) => `mlflow-artifacts/artifacts/ExperimentRun/dcid.${run}/${path}`;
const list = async (path = '') =>
  (await workspace.get('artifacts/list', { run_id: run, path })).body.files;

describe('artifacts of a run', () => {
  it('are the plain files below ExperimentRun/dcid.{run}', async () => {
    await workspace.call('PUT', at('d/a.txt'), Buffer.from('words'));
    expect(readFileSync(join(folder, 'd/a.txt'), 'utf8')).toBe('words');
    writeFileSync(join(folder, 'by-the-job.txt'), 'x');
    expect(await list()).toEqual([
      { path: 'by-the-job.txt', is_dir: false, file_size: 1 },
      { path: 'd', is_dir: true }
    ]);
    expect(await list('d')).toEqual([{ path: 'd/a.txt', is_dir: false, file_size: 5 }]);
  });

  it('reject an absolute path, and a file path that ends with a slash', async () => {
    const files = 'mlflow-artifacts/artifacts';
    for (const [method, path] of [
      ['PUT', `${files}//a.txt`],
      ['GET', `${files}//a.txt`],
      ['GET', `${files}?path=/a`],
      ['PUT', at('d/')]
    ] as const) {
      const { status, body } = await workspace.call(method, path);
      expect([status, body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    }
    expect((await workspace.call('PUT', at('d//a.txt'), Buffer.from('a'))).status).toBe(200);
    expect(await list('d')).toMatchObject([{ path: 'd/a.txt' }]);
  });

  it('leave no files behind when an upload is interrupted', async () => {
    const broken = new Readable({
      read() {
        this.push('half');
        this.destroy(new Error('gone'));
      }
    });
    const store = new ArtifactStore(workspace.artifactRoot, () => 'part');
    await expect(store.write(`ExperimentRun/dcid.${run}/a`, broken)).rejects.toThrow('gone');
    expect(readdirSync(folder)).toEqual([]);
    expect(readdirSync(join(workspace.folder, '.artifact-staging'))).toEqual([]);
  });

  it('may be empty', async () => {
    expect((await workspace.call('PUT', at('empty'))).status).toBe(200);
    expect(await list()).toEqual([{ path: 'empty', is_dir: false, file_size: 0 }]);
  });

  it('are deleted, files and folders', async () => {
    await workspace.call('PUT', at('d/a.txt'), Buffer.from('a'));
    expect((await workspace.call('DELETE', at('d'))).status).toBe(200);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('are rejected where a parent folder would be a file', async () => {
    await workspace.call('PUT', at('a'), Buffer.from('a'));
    const { status, body } = await workspace.call('PUT', at('a/b'), Buffer.from('b'));
    expect([status, body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  });

  it('respond with 404 if they do not exist', async () => {
    const { status, body } = await workspace.call('GET', at('nope'));
    expect([status, body.error_code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
  });
});

describe('symbolic links that a job created', () => {
  beforeEach(() => {
    writeFileSync(join(workspace.folder, 'secret'), 'secret');
    mkdirSync(join(workspace.folder, 'outside'));
    symlinkSync(join(workspace.folder, 'secret'), join(folder, 'out'));
    symlinkSync(join(workspace.folder, 'outside'), join(folder, 'away'));
    symlinkSync(join(workspace.folder, 'not-yet'), join(folder, 'dangling'));
    writeFileSync(join(folder, 'real'), 'real');
    symlinkSync('real', join(folder, 'inside'));
  });

  it('are followed inside of the artifacts and hidden if they lead outside', async () => {
    expect(await list()).toEqual([
      { path: 'inside', is_dir: false, file_size: 4 },
      { path: 'real', is_dir: false, file_size: 4 }
    ]);
    const { response } = await workspace.fetch(at('inside'));
    expect(response.body).toBe('real');
  });

  it.each(['out', 'away/x', 'dangling', 'dangling/x'])(
    '%s can be neither read nor written nor deleted',
    async path => {
      for (const method of ['GET', 'PUT', 'DELETE'] as const) {
        const { status } = await workspace.call(
          method,
          at(path),
          method === 'PUT' ? Buffer.from('x') : undefined
        );
        expect([method, status]).toEqual([method, 400]);
      }
      expect(readFileSync(join(workspace.folder, 'secret'), 'utf8')).toBe('secret');
      expect(readdirSync(join(workspace.folder, 'outside'))).toEqual([]);
    }
  );
});

describe('a pipe that a job left behind', () => {
  it('is not listed, so that its folder can be downloaded', async () => {
    spawnSync('mkfifo', [join(folder, 'pipe')]);
    writeFileSync(join(folder, 'real'), 'real');
    expect(await list()).toEqual([{ path: 'real', is_dir: false, file_size: 4 }]);
  });
});

describe('paths that lead outside', () => {
  it.each([
    '..',
    '../x',
    '/etc/passwd',
    'a/../../../b',
    '%2e%2e/x',
    '%252e%252e/x',
    'a\\..\\..',
    'a\u0000b'
  ])('list rejects %j', async path => {
    const { status, body } = await workspace.get('artifacts/list', { run_id: run, path });
    expect([status, body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  });
});

describe('files of a datastore', () => {
  beforeEach(() => {
    mkdirSync(join(workspace.folder, 'blobstore', 'm'), { recursive: true });
    writeFileSync(join(workspace.folder, 'blobstore', 'm', 'MLmodel'), 'flavors: {}');
  });

  it('are read below datastores/{name}/', async () => {
    const base = 'mlflow-artifacts/artifacts';
    const { body } = await workspace.call('GET', `${base}?path=datastores/workspaceblobstore/m`);
    expect(body).toEqual({ files: [{ path: 'MLmodel', is_dir: false, file_size: 11 }] });
  });

  it('respond with 404 below a datastore that does not exist', async () => {
    const { status, body } = await workspace.call(
      'GET',
      'mlflow-artifacts/artifacts/datastores/nope/a'
    );
    expect([status, body.error_code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
  });

  it.each(['PUT', 'DELETE'] as const)('reject %s', async method => {
    const path = 'mlflow-artifacts/artifacts/datastores/workspaceblobstore/m/MLmodel';
    const { status, body } = await workspace.call(
      method,
      path,
      method === 'PUT' ? Buffer.from('x') : undefined
    );
    expect([status, body.error_code]).toEqual([403, 'PERMISSION_DENIED']);
  });
});
