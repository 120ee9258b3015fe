import { describe, expect, it } from 'vitest';
import { parseAssetReference, parseDatastoreUri, workspacePath } from './resource-id.js';

describe('workspacePath', () => {
  it('escapes each name', () => {
    expect(workspacePath({ subscription: 's', resourceGroup: 'r g', workspace: 'w/x' })).toBe(
      '/subscriptions/s/resourceGroups/r%20g/providers/Microsoft.MachineLearningServices/workspaces/w%2Fx'
    );
  });
});

describe('parseAssetReference', () => {
  it.each([
    ['azureml:cifar:3', { name: 'cifar', version: '3' }],
    ['azureml:cifar@latest', { name: 'cifar', label: 'latest' }],
    ['azureml:cifar', { name: 'cifar' }],
    ['/subscriptions/s/x/workspaces/w/models/cifar/versions/7', { name: 'cifar', version: '7' }],
    [
      '/subscriptions/s/x/workspaces/w/models/cifar/labels/latest',
      { name: 'cifar', label: 'latest' }
    ],
    [
      'azureml://registries/shared/models/cifar/versions/7',
      { registry: 'shared', name: 'cifar', version: '7' }
    ],
    ['/subscriptions/s/x/registries/shared/models/cifar', { registry: 'shared', name: 'cifar' }]
  ])('reads %s', (text, expected) => {
    expect(parseAssetReference(text, 'models')).toEqual(expected);
  });

  it.each(['azureml://datastores/d/paths/p', 'https://example.org/x', '', 'cifar:3'])(
    'returns undefined for %j',
    text => {
      expect(parseAssetReference(text, 'models')).toBeUndefined();
    }
  );
});

describe('parseDatastoreUri', () => {
  it('reads the short and the long form', () => {
    const expected = { datastore: 'd', path: 'a/b.csv' };
    expect(parseDatastoreUri('azureml://datastores/d/paths/a/b.csv')).toEqual(expected);
    expect(
      parseDatastoreUri(
        'azureml://subscriptions/s/resourcegroups/r/workspaces/w/datastores/d/paths/a/b.csv'
      )
    ).toEqual(expected);
  });

  it('returns undefined for a web address', () => {
    expect(parseDatastoreUri('https://x/datastores/d/paths/p')).toBeUndefined();
  });
});
