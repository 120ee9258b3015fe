import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import LibsqlDatabase from 'libsql';
import { afterAll, describe, expect, it } from 'vitest';
import { BlobFiles } from '../blobs/blob-files.js';
import { assetFinder } from '../store/asset-finder.js';
import { AssetStore } from '../store/asset-store.js';
import { dataPath } from './data-path.js';

const WORKSPACE =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w';

describe('dataPath', () => {
  const db = new LibsqlDatabase(':memory:');
  const data = new AssetStore(db, 'data', () => 0);
  const sources = {
    blobs: new BlobFiles('/blobs', db),
    origin: () => 'https://127.0.0.1:1',
    findAsset: assetFinder({ data }, () => undefined),
    currentUrl: (url: string) => url.replace('https://127.0.0.1:9/', 'https://127.0.0.1:1/'),
    declared: () => undefined,
    outputUri: (job: string) => (job === 'circle' ? 'azureml://jobs/circle/outputs/o' : undefined)
  };
  const declare = (name: string, dataUri: string) => {
    data.putVersion(name, '1', { dataUri }, 'ada');
  };
  declare('table', 'azureml://datastores/workspaceblobstore/paths/t.csv');
  declare('same', 'azureml:table:1');
  declare('kept', 'https://127.0.0.1:9/local.blob.carry/c/kept');
  declare('itself', 'azureml:itself:1');

  it.each([
    ['azureml://datastores/workspaceblobstore/paths/a/b.csv', '/blobs/azureml-blobstore/a/b.csv'],
    ['azureml://datastores/workspacefilestore/paths/a/', '/blobs/azureml-filestore/a'],
    ['azureml://datastores/WorkspaceWorkingDirectory/paths/Users/ada/x', '/blobs/code/Users/ada/x'],
    ['azureml:table:1', '/blobs/azureml-blobstore/t.csv'],
    ['azureml:same', '/blobs/azureml-blobstore/t.csv'],
    ['https://127.0.0.1:1/local.blob.carry/c/a%20b', '/blobs/c/a b'],
    [
      'https://127.0.0.1:9/local.blob.carry/c/from-an-earlier-port',
      '/blobs/c/from-an-earlier-port'
    ],
    ['azureml:kept', '/blobs/c/kept'],
    ['https://example.com/x', undefined]
  ])('resolves %s to %s', (uri, path) => {
    expect(dataPath(uri, sources)).toBe(path);
  });

  describe('of a URL that azure-ai-ml has joined without the path of the account', () => {
    const root = mkdtempSync(join(tmpdir(), 'carry-joined-'));
    afterAll(() => {
      rmSync(root, { recursive: true });
    });
    const here = { ...sources, blobs: new BlobFiles(root, db) };
    mkdirSync(join(root, 'azureml-blobstore'));

    it.each([
      [
        'https://127.0.0.1:1/azureml-blobstore/LocalUpload/a%20b/',
        'azureml-blobstore/LocalUpload/a b'
      ],
      ['https://127.0.0.1:1/no-container/x', undefined],
      ['https://127.0.0.1:1/..%2Fx/y', undefined],
      ['https://127.0.0.1:1', undefined],
      ['https://elsewhere:1/azureml-blobstore/x', undefined]
    ])('resolves %s to %s', (uri, path) => {
      expect(dataPath(uri, here)).toBe(path && join(root, path));
    });
  });

  it.each([
    ['azureml:itself:1', 'in a circle'],
    ['azureml://jobs/circle/outputs/o', 'in a circle'],
    ['azureml:other:1', 'names no data asset'],
    [`${WORKSPACE}/data/table/versions/7`, "The input 'azureml:table:7' names no data asset"],
    [`${WORKSPACE}/models/adder/labels/latest`, "The input 'azureml:adder@latest' names no data"],
    [`${WORKSPACE}/data/other`, "The input 'azureml:other' names no data asset"],
    ['/registries/fruit/models/adder/versions/1', "The input '/registries/fruit/models/adder/"],
    ['https://127.0.0.1:1/local.blob.carry/c/%ZZ', 'invalid percent escape']
  ])('refuses %s', (uri, message) => {
    expect(() => dataPath(uri, sources)).toThrow(message);
  });
});
