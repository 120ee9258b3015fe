import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Tokens } from '../identity/tokens.js';
import { openDatabase } from '../store/database.js';
import { BlobFiles } from './blob-files.js';
import { blobRoutes } from './blob-routes.js';
import { fail } from './errors.js';
import { Signatures } from './signature.js';

describe('a commit that repeats blocks', () => {
  let root: string;
  let db: ReturnType<typeof openDatabase>;
  let app: FastifyInstance;
  let authorization: string;
  const required: number[] = [];

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'carry-room-'));
    db = openDatabase(join(root, 'state.db'));
    const files = new BlobFiles(root, db);
    const key = Buffer.from('key');
    const tokens = new Tokens(key, Date.now, 'ada');
    authorization = `Bearer ${tokens.mint('x', 60).token}`;
    required.length = 0;
    const requireRoom = (bytes: number) => {
      required.push(bytes);
      if (bytes > 1000) throw fail('RequestBodyTooLarge', { bytes: 1000 });
    };
    app = fastify();
    const signatures = new Signatures(key, Date.now);
    const origin = () => 'https://localhost';
    blobRoutes(app, { files, signatures, tokens, requireRoom, origin });
    await files.createContainer('c');
    await send('?comp=block&blockid=MQ==', 'x'.repeat(100));
  });
  afterEach(async () => {
    await app.close();
    db.close();
    rmSync(root, { recursive: true });
  });

  const send = async (query: string, payload: string) => {
    const headers = { authorization, 'content-type': 'application/octet-stream' };
    return (await app.inject({ method: 'PUT', url: `/c/b${query}`, headers, payload })).statusCode;
  };
  const commit = (times: number) =>
    send('?comp=blocklist', `<BlockList>${'<Latest>MQ==</Latest>'.repeat(times)}</BlockList>`);

  it('requires room for each repetition', async () => {
    expect(await commit(10)).toBe(201);
    expect(required).toEqual([1000]);
  });

  it('is refused before it is assembled when it does not fit', async () => {
    expect(await commit(50_000)).toBe(413);
    expect(required).toEqual([5_000_000]);
    expect(readdirSync(join(root, '.staging')).filter(name => !name.startsWith('blocks-'))).toEqual(
      []
    );
    expect(readdirSync(join(root, 'c'))).toEqual([]);
  });
});
