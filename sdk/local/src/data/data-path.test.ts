import LibsqlDatabase from 'libsql';
import { describe, expect, it } from 'vitest';
import { BlobFiles } from '../blobs/blob-files.js';
import { assetFinder } from '../store/asset-finder.js';
import { AssetStore } from '../store/asset-store.js';
import { dataPath } from './data-path.js';

describe('dataPath', () => {
  const db = new LibsqlDatabase(':memory:');
  const data = new AssetStore(db, 'data', () => 0);
  const sources = {
    blobs: new BlobFiles('/blobs', db),
    origin: () => 'https://127.0.0.1:1',
    findAsset: assetFinder({ data }, () => undefined),
    declared: () => undefined,
    outputUri: (job: string) => (job === 'circle' ? 'azureml://jobs/circle/outputs/o' : undefined)
  };
  const declare = (name: string, dataUri: string) => {
    data.putVersion(name, '1', { dataUri }, 'ada');
  };
  declare('table', 'azureml://datastores/workspaceblobstore/paths/t.csv');
  declare('same', 'azureml:table:1');
  declare('itself', 'azureml:itself:1');

  it.each([
    ['azureml://datastores/workspaceblobstore/paths/a/b.csv', '/blobs/azureml-blobstore/a/b.csv'],
    ['azureml:table:1', '/blobs/azureml-blobstore/t.csv'],
    ['azureml:same', '/blobs/azureml-blobstore/t.csv'],
    ['https://127.0.0.1:1/local.blob.carry/c/a%20b', '/blobs/c/a b'],
    ['https://example.com/x', undefined]
  ])('%s', (uri, path) => {
    expect(dataPath(uri, sources)).toBe(path);
  });

  it.each([
    ['azureml:itself:1', 'in a circle'],
    ['azureml://jobs/circle/outputs/o', 'in a circle'],
    ['azureml:other:1', 'names no data asset'],
    ['https://127.0.0.1:1/local.blob.carry/c/%ZZ', 'invalid percent escape']
  ])('refuses %s', (uri, message) => {
    expect(() => dataPath(uri, sources)).toThrow(message);
  });
});
