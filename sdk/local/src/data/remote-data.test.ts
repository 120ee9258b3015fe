import { describe, expect, it } from 'vitest';
import type { DeclaredDatastore } from '../schemas/datastore-schema.js';
import { remoteData, withoutSignature } from './remote-data.js';

const none = { declared: () => undefined, allDeclared: () => [] };
const open = { kind: 'open' };

describe('remoteData', () => {
  it.each([
    [
      'https://acme.blob.core.windows.net/c/a/b%20c',
      'https://acme.blob.core.windows.net/c',
      'a/b c',
      open
    ],
    ['https://acme.dfs.core.windows.net/c/a', 'https://acme.blob.core.windows.net/c', 'a', open],
    [
      'https://acme.blob.core.windows.net/c?sig=x',
      'https://acme.blob.core.windows.net/c',
      '',
      { kind: 'sas', token: 'sig=x' }
    ],
    [
      'wasbs://c@acme.blob.core.windows.net/a/b',
      'https://acme.blob.core.windows.net/c',
      'a/b',
      open
    ],
    ['abfss://c@acme.dfs.core.windows.net/', 'https://acme.blob.core.windows.net/c', '', open]
  ])('%s', (uri, container, path, access) => {
    expect(remoteData(uri, none)).toEqual({ container, path, access });
  });

  it.each(['https://example.org/data.csv', 'gs://bucket/x', 'file:///etc/passwd'])(
    'returns undefined for %s',
    uri => {
      expect(remoteData(uri, none)).toBeUndefined();
    }
  );

  it.each([
    ['https://acme.blob.core.windows.net/c/a', 'sas'],
    ['wasbs://c@acme.blob.core.windows.net/a', 'sas'],
    ['https://acme.blob.evil.example/c/a', 'open'],
    ['http://acme.blob.core.windows.net/c/a', 'open'],
    ['https://acme.blob.core.windows.net/d/a', 'open']
  ])('%s uses credentials only if they are declared for exactly that container', (uri, kind) => {
    const secrets = { secretsType: 'Sas', sasToken: 'sig=x' };
    const store: DeclaredDatastore = {
      datastoreType: 'AzureBlob',
      accountName: 'acme',
      containerName: 'c',
      credentials: { credentialsType: 'Sas', secrets }
    };
    const found = remoteData(uri, { ...none, allDeclared: () => [store] });
    expect(found?.access.kind).toBe(kind);
  });

  it('removes everything from a URI that may contain a secret', () => {
    expect(withoutSignature('https://ada:secret@a/b?sv=1&sig=x#y')).toBe('https://a/b');
  });
});
