import { mkdir, readFile, readdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { NotebookInfo } from '../api.js';
import { folder, get, made, notebook, post, useBridge } from '../bridge.test-support.js';

useBridge();

const kernelPackages = {
  kernel: 'python3',
  python: '3.12.1',
  packages: [
    { name: 'six', version: '1.17.0' },
    { name: 'mine', version: '0.1', url: 'file:///home/me' }
  ]
};

describe('GET /api/notebook', () => {
  it('describes the parameters and the upload', async () => {
    const response = await get('/api/notebook?path=n.ipynb');
    expect(response.json()).toMatchObject({
      path: 'n.ipynb',
      experiment: 'n',
      parameters: [{ name: 'digits', type: 'integer', default: 2 }],
      parametersCell: 'used',
      snapshot: { warnings: [] },
      missing: []
    });
  });

  it('tells what the cells need and the job would not have', async () => {
    await writeFile(join(folder, 'm.ipynb'), notebook('import os; os.environ["API_URL"]'));
    expect((await get('/api/notebook?path=m.ipynb')).json()).toMatchObject({
      missing: [{ kind: 'variable', name: 'API_URL', cell: 1 }]
    });
  });
});

describe('POST /api/notebook/exclude', () => {
  it('lists a file in .amlignore, and describes the upload without it', async () => {
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 'big.bin'), '');
    await truncate(join(folder, 'data', 'big.bin'), 400 * 1024 * 1024);
    await writeFile(join(folder, 'n.ipynb'), notebook("open('data/big.bin')"));
    const before = (await get('/api/notebook?path=n.ipynb')).json<NotebookInfo>().snapshot;
    expect(before).toMatchObject({ files: 2, isComplete: true, leftOut: 0, warnings: [] });
    expect(before.entries[0]).toMatchObject({
      path: 'data/',
      files: 1,
      entries: [{ name: 'big.bin' }]
    });
    expect(before.bytes).toBeGreaterThan(400 * 1024 * 1024);
    expect(before.tooLarge).toContain('too large to submit');

    const body = { path: 'n.ipynb', exclude: 'data/big.bin' };
    const response = await post('/api/notebook/exclude', body);
    expect(response.json()).toEqual({
      snapshot: expect.objectContaining({
        files: 2,
        tooLarge: null,
        leftOut: 1,
        leftOutBy: [{ path: 'data/big.bin', rule: '/data/big.bin' }]
      }) as object,
      missing: [{ kind: 'file', name: 'data/big.bin', cell: 1 }]
    });
    expect(await readFile(join(folder, '.amlignore'), 'utf8')).toBe('/data/big.bin\n');
  });

  it('refuses a path outside of the folder', async () => {
    const body = { path: 'n.ipynb', exclude: '../other' };
    const response = await post('/api/notebook/exclude', body);
    expect(response.json()).toMatchObject({ error: { code: 'SnapshotPathInvalid' } });
  });
});

describe('POST /api/notebook/environment', () => {
  it('describes the environment with the packages of a kernel, and what it lacks', async () => {
    const response = await post('/api/notebook/environment', kernelPackages);
    expect(response.json()).toMatchObject({
      packages: 1,
      condaFile: expect.stringContaining('- six==1.17.0') as string,
      warnings: [expect.stringContaining("'mine' is installed from '/home/me'") as string]
    });
  });

  it('becomes the environment of the submit', async () => {
    const body = { notebook: 'n.ipynb', parameters: {}, kernelPackages };
    expect((await post('/api/jobs', body)).statusCode).toBe(200);
    expect(made.asked.find(one => one.startsWith('submit'))).toContain(
      '"environment":"/made/kernel-python3"'
    );
    const texts = (await post('/api/notebook/submit-as', body)).json<{ yaml: string }>();
    expect(texts.yaml).toContain('six==1.17.0');
  });
});

describe('data for a parameter', () => {
  it('is a data asset of the workspace, or the error is at its field', async () => {
    await writeFile(join(folder, 'd.ipynb'), notebook("path = ''"));
    const body = { notebook: 'd.ipynb', parameters: {}, data: { path: 'sums:1' } };
    expect((await post('/api/jobs', body)).statusCode).toBe(200);
    const texts = (await post('/api/notebook/submit-as', body)).json<Record<string, string>>();
    expect(texts.yaml).toContain('azureml:sums:1');
    expect(texts.python).toContain('Input(type="uri_file", path="azureml:sums:1"');
    expect(texts.typescript).toContain('data: {\n    path: "sums:1"\n  }');
    const wrong = await post('/api/jobs', { ...body, data: { path: 'none' } });
    expect(wrong.json()).toMatchObject({ error: { target: '/data/path' } });
  });
});

describe('the submit for other tools', () => {
  it('has the values of the form, and no secret', async () => {
    const response = await post('/api/notebook/submit-as', {
      notebook: 'n.ipynb',
      parameters: { digits: 3 },
      environmentVariables: { API_KEY: 'hush-hush', MODE: '$(id)' }
    });
    const texts = response.json<Record<string, string>>();
    expect(Object.keys(texts).sort()).toEqual(['az', 'file', 'python', 'typescript', 'yaml']);
    expect(response.body).not.toContain('hush-hush');
    expect(texts.yaml).toContain('MODE: "$(id)"');
    expect(texts.az).toContain(`cd ${folder}\neval "$(npx carry env)"\n`);
  });

  it('is written beside the notebook, never through a link', async () => {
    await mkdir(join(folder, 'kept'));
    await symlink(join(folder, 'kept'), join(folder, '.carry'));
    const response = await post('/api/notebook/job-file', { notebook: 'n.ipynb', parameters: {} });
    expect(response.json()).toEqual({ path: 'n.job.yml' });
    expect(await readdir(join(folder, 'kept'))).toEqual([]);
    expect(await readdir(join(folder, '.carry'))).toContain('run_notebook.py');
  });

  it.each(['submit-as', 'job-file'])(
    'is refused outside of the lab, and for wrong values: %s',
    async route => {
      const of = async (body: object) =>
        (await post(`/api/notebook/${route}`, body)).json<object>();
      const parameters = {};
      expect(await of({ notebook: '../n.ipynb', parameters })).toMatchObject({
        error: { code: 'PathOutsideRoot' }
      });
      expect(await of({ notebook: 'n.ipynb', parameters: { no: 1 } })).toMatchObject({
        error: { code: 'ParameterUnknown', target: 'no' }
      });
      const environmentVariables = { 'A B': '1' };
      expect(await of({ notebook: 'n.ipynb', parameters, environmentVariables })).toMatchObject({
        error: { code: 'VariableInvalid', target: '/environmentVariables/A B' }
      });
    }
  );
});

describe('a notebook that JupyterLab has just created', () => {
  const untitled = JSON.stringify({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 });
  beforeEach(() => writeFile(join(folder, 'Untitled.ipynb'), untitled));

  it('is described without a kernel, as saved and as edited', async () => {
    const saved = await get('/api/notebook?path=Untitled.ipynb');
    expect(saved.json()).toMatchObject({ kernel: null, parameters: [], snapshot: { files: 2 } });
    const edited = await post('/api/parameters', { path: 'Untitled.ipynb', notebook: untitled });
    expect(edited.json()).toMatchObject({ kernel: null, parametersCell: 'none' });
  });

  it('is not submitted before it names its kernel', async () => {
    const response = await post('/api/jobs', { notebook: 'Untitled.ipynb', parameters: {} });
    expect(response.json()).toMatchObject({ error: { code: 'NotebookInvalid' } });
    expect(made.asked).toEqual([]);
  });
});

describe('POST /api/parameters', () => {
  it('describes a notebook that is not saved', async () => {
    const body = { path: 'n.ipynb', notebook: notebook('rate = 0.5  # how fast') };
    expect((await post('/api/parameters', body)).json()).toMatchObject({
      parameters: [{ name: 'rate', type: 'number', default: 0.5, help: 'how fast' }]
    });
  });
});
