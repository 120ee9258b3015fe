import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelVersionDetail, ModelVersionInfo, OpenResponse } from '../api.js';
import { folder, get, post, useBridge } from '../bridge.test-support.js';

useBridge();

const versions = async () => (await get('/api/models/adder')).json<ModelVersionInfo[]>();
const version = async (of: string) =>
  (await get(`/api/models/adder/versions/${of}`)).json<ModelVersionDetail>();

describe('GET /models/{name}', () => {
  it('lists the versions with their aliases and the metrics of their runs', async () => {
    expect(await versions()).toMatchObject([
      { version: '2', aliases: ['champion'], metrics: [{ key: 'loss', value: 2 }] },
      { version: '1', aliases: [], metrics: null }
    ]);
  });
});

describe('GET /models/{name}/versions/{version}', () => {
  it('tells where it came from, its files and where it is used', async () => {
    expect(await version('2')).toMatchObject({
      runName: 'one',
      tags: [{ name: 'digits', value: '2' }],
      files: { found: [{ path: 'MLmodel' }, { path: 'data/weights.bin', size: 4 }], error: null },
      deployments: { found: [{ endpoint: 'sums', traffic: 100 }], error: null },
      page: 'https://page/adder/2'
    });
    expect((await version('1')).deployments.found).toEqual([]);
  });

  it('answers 404 for a version that does not exist', async () => {
    expect((await get('/api/models/adder/versions/9')).statusCode).toBe(404);
  });
});

describe('POST /models/{name}/versions/{version}/edit', () => {
  it('changes what it is given', async () => {
    const change = { description: 'adds', tags: { a: '"<b>' }, isArchived: true };
    expect((await post('/api/models/adder/versions/1/edit', change)).statusCode).toBe(200);
    expect(await version('1')).toMatchObject({
      description: 'adds',
      tags: [{ name: 'a', value: '"<b>' }],
      isArchived: true
    });
  });
});

describe('an alias', () => {
  it('is set, moved and removed', async () => {
    await post('/api/models/adder/alias', { alias: 'champion', version: '1' });
    expect((await versions()).map(({ aliases }) => aliases)).toEqual([[], ['champion']]);
    await post('/api/models/adder/remove-alias', { alias: 'champion' });
    expect((await versions()).map(({ aliases }) => aliases)).toEqual([[], []]);
  });
});

describe('POST /models/{name}/delete', () => {
  it('deletes nothing unless the name was typed', async () => {
    const refused = await post('/api/models/adder/delete', { name: 'added' });
    expect(refused.statusCode).toBe(400);
    expect(refused.json()).toMatchObject({ error: { code: 'ModelNameMismatch' } });
    expect(await versions()).toHaveLength(2);
    await post('/api/models/adder/delete', { name: 'adder' });
    expect(await versions()).toEqual([]);
  });
});

describe('a file of a version', () => {
  it('is sent as a download', async () => {
    const response = await get('/api/models/adder/versions/2/file?path=data%2Fweights.bin');
    expect(response.body).toBe('1234');
    expect(response.headers['content-disposition']).toMatch(/^attachment/);
  });

  it('is copied into a folder of the lab, whatever the model is called', async () => {
    const url = `/api/models/${encodeURIComponent('../a b')}/versions/2/open`;
    const { path } = (await post(url, { path: 'data/weights.bin' })).json<OpenResponse>();
    expect(path).toMatch(/^carry-models\/[^/]+\/weights\.bin$/);
    expect(await readFile(join(folder, path), 'utf8')).toBe('1234');
  });
});
