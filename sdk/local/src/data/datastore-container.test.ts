import { describe, expect, it } from 'vitest';
import type { DeclaredDatastore } from '../schemas/datastore-schema.js';
import { datastoreContainer } from './datastore-container.js';

describe('datastoreContainer', () => {
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
  ])('finds the container of %s', (name, container) => {
    expect(find(name)).toBe(container);
  });

  it.each(['elsewhere', 'lake'])('finds no container of %s, whose data is elsewhere', name => {
    expect(find(name)).toBeUndefined();
  });

  it('throws ResourceNotFound for an unknown datastore', () => {
    expect(() => find('nowhere')).toThrow("There is no datastore named 'nowhere'");
  });
});
