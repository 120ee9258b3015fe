import { describe, expect, it } from 'vitest';
import { accountName, accountUrl, blobUrl, STORAGE_SUFFIX } from './blob-url.js';

const origin = 'https://127.0.0.1:41873';

describe('blobUrl', () => {
  it('encodes each part of the name and keeps its folders', () => {
    expect(blobUrl(origin, 'c', 'a b/50%/ü.txt')).toBe(
      `${origin}/local.blob.carry/c/a%20b/50%25/%C3%BC.txt`
    );
  });
});

describe('accountName', () => {
  it('leads a client that builds the URL of the account to this server', () => {
    expect(`https://${accountName(origin)}.blob.${STORAGE_SUFFIX}`).toBe(accountUrl(origin));
  });
});
