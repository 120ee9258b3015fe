import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import LibsqlDatabase from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobInput } from 'carry-ml/arm';
import { BlobFiles } from '../../blobs/blob-files.js';
import type { StoredJob } from '../../store/job-store.js';
import { preparePorts } from './ports.js';

const STORE = 'azureml://datastores/workspaceblobstore/paths';
const LONG =
  'azureml://subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/local/workspaces/local/datastores/workspaceblobstore/paths';

describe('an input in a datastore of the workspace', () => {
  let root: string;
  let files: BlobFiles;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'carry-input-'));
    files = new BlobFiles(join(root, 'blobs'), new LibsqlDatabase(':memory:'));
    for (const name of ['data/a.csv', 'data/more/b.csv']) {
      mkdirSync(dirname(at(name)), { recursive: true });
      writeFileSync(at(name), 'registered');
    }
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  const at = (name: string) => files.path('azureml-blobstore', name);
  const valueOf = async (given: Partial<JobInput>) => {
    const input = { jobInputType: 'uri_folder', uri: `${STORE}/data/`, ...given };
    const job = { name: 'job', properties: { inputs: { d: input } } } as unknown as StoredJob;
    const { inputs } = await preparePorts(job, join(root, 'jobs', 'job'), {
      blobs: files,
      findAsset: () => undefined,
      origin: () => 'https://localhost:1',
      declared: () => undefined,
      allDeclared: () => [],
      currentUrl: url => url,
      loggedModelName: id => (id === 'm-7' ? 'adder' : undefined),
      outputUri: () => undefined
    });
    return inputs.d?.text ?? '';
  };
  const shell = (command: string, path: string) =>
    spawnSync('sh', ['-c', command, 'sh', path], { encoding: 'utf8' }).stdout.trim();
  const registered = () =>
    ['data/a.csv', 'data/more/b.csv'].map(
      name => existsSync(at(name)) && readFileSync(at(name), 'utf8')
    );

  it.each([
    undefined,
    'ReadOnlyMount',
    'ro_mount',
    'EvalMount',
    'eval_mount',
    'Download',
    'download',
    'EvalDownload'
  ])('with the mode %s cannot be changed by the job', async mode => {
    symlinkSync(at('data/a.csv'), at('data/link.csv'));
    const path = await valueOf({ mode });
    expect(readFileSync(join(path, 'more', 'b.csv'), 'utf8')).toBe('registered');
    expect(
      shell(
        'cd "$1"; chmod -R 777 .; echo x > a.csv; echo x > link.csv; echo x > new; rm -r more; ls',
        path
      )
    ).toBe('a.csv\nlink.csv\nnew');
    expect(registered()).toEqual(['registered', 'registered']);
    expect(existsSync(at('data/new'))).toBe(false);
  });

  it('that is a file cannot be changed either', async () => {
    const path = await valueOf({ jobInputType: 'uri_file', uri: `${STORE}/data/a.csv` });
    expect(path.endsWith('/a.csv')).toBe(true);
    shell('chmod 777 "$1"; echo x > "$1"', path);
    expect(registered()).toEqual(['registered', 'registered']);
  });

  it('that is a logged model of MLflow has the name of the model, not its id', async () => {
    mkdirSync(at('LoggedModel/m-7'), { recursive: true });
    const uri = `${STORE}/LoggedModel/m-7`;
    const path = await valueOf({ jobInputType: 'custom_model', uri, mode: 'Download' });
    expect(path).toBe(join(root, 'jobs', 'job', 'inputs', 'd', 'adder'));
  });

  it('has no right to write while it is mounted for reading, and has it in a download', async () => {
    const mode = async (given: string) =>
      statSync(join(await valueOf({ mode: given }), 'a.csv')).mode & 0o222;
    expect(await mode('ReadOnlyMount')).toBe(0);
    rmSync(join(root, 'jobs'), { recursive: true });
    expect(await mode('Download')).not.toBe(0);
  });

  it('is not copied when it is large and only read, but is for a download', async () => {
    truncateSync(at('data/a.csv'), (256 << 20) + 1);
    expect(await valueOf({})).toBe(at('data'));
    expect(await valueOf({ mode: 'Download' })).not.toBe(at('data'));
  });

  it('has no sockets, pipes or devices, which are left out of the copy', async () => {
    spawnSync('mkfifo', [at('data/pipe'), at('data/more/pipe')]);
    symlinkSync('pipe', at('data/link'));
    for (const mode of ['ReadOnlyMount', 'Download'])
      expect(
        shell('cd "$1"; find . -type f -o -type p -o -type l | sort', await valueOf({ mode }))
      ).toBe('./a.csv\n./more/b.csv');
    await expect(valueOf({ uri: `${STORE}/data/pipe` })).rejects.toThrow(
      `The input 'd' is '${STORE}/data/pipe', where there is no file or folder.`
    );
  });

  it.each(['ReadWriteMount', 'rw_mount'])('with the mode %s is the data itself', async mode => {
    shell('echo x > "$1/a.csv"', await valueOf({ mode }));
    expect(registered()[0]).toBe('x\n');
  });

  it.each([
    ['uri_folder', `${STORE}/data`, `${LONG}/data/`],
    ['uri_folder', `${STORE}/data/`, `${LONG}/data/`],
    ['uri_folder', `${STORE}/later`, `${LONG}/later/`],
    ['uri_file', `${STORE}/data/a.csv`, `${LONG}/data/a.csv`],
    ['custom_model', `${STORE}/data`, `${LONG}/data/`],
    ['custom_model', `${STORE}/data/a.csv`, `${LONG}/data/a.csv`],
    ['uri_folder', 'azureml://jobs/before/outputs/model', `${LONG}/azureml/before/model/`]
  ] as const)(
    'with the mode direct, a %s at %s, is the URI %s',
    async (jobInputType, uri, expected) => {
      for (const mode of ['Direct', 'direct'])
        expect((await valueOf({ jobInputType, uri, mode })).toLowerCase()).toBe(
          expected.toLowerCase()
        );
    }
  );

  it.each(['ReadOnlyMount', 'Download', 'ReadWriteMount'])(
    'that does not exist is refused with the mode %s, by its name',
    async mode => {
      await expect(valueOf({ uri: `${STORE}/absent/`, mode })).rejects.toThrow(
        `The input 'd' is '${STORE}/absent/', where there is no file or folder.`
      );
    }
  );
});
