import LibsqlDatabase from 'libsql';
import { describe, expect, it } from 'vitest';
import { OriginStore } from './origin-store.js';

describe('OriginStore', () => {
  /** Starts a server of the same workspace on each port in turn, and returns the store of the last. */
  const afterPorts = (...ports: number[]) => {
    const db = new LibsqlDatabase(':memory:');
    return ports.map(port => {
      const store = new OriginStore(db, () => `https://127.0.0.1:${port}`);
      store.remember();
      return store;
    })[ports.length - 1] as OriginStore;
  };

  it('replaces each earlier origin of the workspace in a URL', () => {
    const { currentUrl } = afterPorts(41, 42, 43);
    for (const port of [41, 42, 43])
      expect(currentUrl(`https://127.0.0.1:${port}/local.blob.carry/c/a%20b`)).toBe(
        'https://127.0.0.1:43/local.blob.carry/c/a%20b'
      );
  });

  it('keeps the current origin when the workspace returns to an earlier one', () => {
    const { currentUrl } = afterPorts(41, 42, 41);
    expect(currentUrl('https://127.0.0.1:42/x')).toBe('https://127.0.0.1:41/x');
    expect(currentUrl('https://127.0.0.1:41/x')).toBe('https://127.0.0.1:41/x');
  });

  it.each([
    'https://127.0.0.1:4/x',
    'https://127.0.0.1:411/x',
    'https://elsewhere/https://127.0.0.1:41/x',
    'azureml://datastores/a/paths/b'
  ])('keeps %s, which is not of the workspace', url => {
    expect(afterPorts(41, 42).currentUrl(url)).toBe(url);
  });

  it('replaces an earlier name of the storage account, and no other', () => {
    const { currentAccount } = afterPorts(41, 42);
    expect(currentAccount('127.0.0.1:41/local')).toBe('127.0.0.1:42/local');
    expect(currentAccount('acme')).toBe('acme');
  });
});
