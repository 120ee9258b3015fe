import LibsqlDatabase from 'libsql';
import { expect, it } from 'vitest';
import { DatastoreStore } from './datastore-store.js';
import { OriginStore } from './origin-store.js';

const stores = (db: LibsqlDatabase.Database, port: number) => {
  const origins = new OriginStore(db, () => `https://127.0.0.1:${port}`);
  origins.remember();
  return new DatastoreStore(db, () => 0, origins);
};
const blob = (accountName: string) => ({
  datastoreType: 'AzureBlob',
  accountName,
  containerName: 'lake',
  credentials: { credentialsType: 'None' }
});

it('moves a datastore in the storage account of the workspace to its current port, and no other', () => {
  const db = new LibsqlDatabase(':memory:');
  const before = stores(db, 41);
  before.put('lake', blob('127.0.0.1:41/local'), 'ada');
  before.put('remote', blob('acme'), 'ada');
  before.put(
    'other',
    { ...blob(''), datastoreType: 'AzureDataLakeGen1', accountName: undefined },
    'ada'
  );

  const after = stores(db, 42);

  expect(after.get('lake')?.properties.accountName).toBe('127.0.0.1:42/local');
  expect(after.list().map(({ properties }) => properties.accountName)).toEqual([
    '127.0.0.1:42/local',
    'acme',
    undefined
  ]);
});
