import LibsqlDatabase from 'libsql';
import { beforeEach, describe, expect, it } from 'vitest';
import { assetFinder, pinnedId, type FindAsset } from './asset-finder.js';
import { AssetStore } from './asset-store.js';
import { RegistryStore } from './registry-store.js';

describe('assetFinder', () => {
  let find: FindAsset;
  beforeEach(() => {
    const db = new LibsqlDatabase(':memory:');
    const now = () => 0;
    const models = new AssetStore(db, 'models', now);
    const registries = new RegistryStore(db, now);
    registries.put('shared', { location: 'local', properties: {} }, 'ada');
    models.putVersion('adder', '1', { modelUri: 'one' }, 'ada');
    models.putVersion('adder', '2', { modelUri: 'two' }, 'ada');
    registries.assets('shared').models.putVersion('adder', '1', { modelUri: 'ours' }, 'ada');
    find = assetFinder({ models }, name => registries.get(name) && registries.assets(name));
  });

  it.each([
    ['azureml:adder:1', 'one'],
    ['azureml:adder@latest', 'two'],
    ['azureml:adder', 'two'],
    ['azureml:adder:azureml_default', 'two'],
    ['/subscriptions/s/workspaces/w/models/adder/versions/1', 'one'],
    ['azureml://registries/shared/models/adder/versions/1', 'ours'],
    ['azureml://registries/shared/models/adder/labels/latest', 'ours']
  ])('finds %s', (id, uri) => {
    expect(find(id, 'models')?.properties.modelUri).toBe(uri);
  });

  it.each([
    'azureml:adder:3',
    'azureml:other',
    'azureml://registries/shared/models/adder/versions/2',
    'azureml://registries/elsewhere/models/adder/versions/1',
    'https://example.com/adder'
  ])('finds nothing for %s', id => {
    expect(find(id, 'models')).toBeUndefined();
  });

  it.each([
    ['azureml:AzureML-sklearn-1.5@latest', 'azureml:AzureML-sklearn-1.5@latest'],
    [
      'azureml://registries/azureml/environments/sklearn/labels/latest',
      'azureml://registries/azureml/environments/sklearn/labels/latest'
    ],
    ['azureml://registries/shared/environments/sklearn/labels/latest', undefined],
    ['azureml:mine@latest', undefined]
  ])('recognises whether %s is an environment of Azure', (id, pinned) => {
    const here = { findAsset: find, hasRegistry: () => true };
    expect(pinnedId(id, 'environments', here)).toBe(pinned);
  });
});
