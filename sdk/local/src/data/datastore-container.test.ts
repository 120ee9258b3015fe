import { describe, expect, it } from 'vitest';
import type { DeclaredDatastore } from '../schemas/datastore.js';
import { datastoreContainer } from './datastore-container.js';

describe('the data of a datastore', () => {
  const none = { credentialsType: 'None' };
  const stores: Record<string, DeclaredDatastore> = {
    here: {
      datastoreType: 'AzureBlob',
      accountName: '127.0.0.1:1/local',
      containerName: 'mine',
      credentials: none
    },
    elsewhere: {
      datastoreType: 'AzureBlob',
      accountName: 'acme',
      containerName: 'x',
      credentials: none
    },
    lake: { datastoreType: 'AzureDataLakeGen1', storeName: 'lake1', credentials: none }
  };
  const find = (name: string) =>
    datastoreContainer(name, {
      declared: each => stores[each],
      origin: () => 'https://127.0.0.1:1'
    });

  it.each([
    ['workspaceblobstore', 'azureml-blobstore'],
    ['WorkspaceBlobStore', 'azureml-blobstore'],
    ['here', 'mine']
  ])('%s lies here', (name, container) => {
    expect(find(name)).toBe(container);
  });

  it.each(['elsewhere', 'lake'])('%s does not', name => {
    expect(find(name)).toBeUndefined();
  });

  it('of no datastore is asked for in vain', () => {
    expect(() => find('nowhere')).toThrow("There is no datastore named 'nowhere'");
  });
});
