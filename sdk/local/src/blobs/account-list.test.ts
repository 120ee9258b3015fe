import { fastify, type FastifyInstance } from 'fastify';
import LibsqlDatabase from 'libsql';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Tokens } from '../identity/tokens.js';
import { BlobFiles } from './blob-files.js';
import { blobRoutes } from './blob-routes.js';
import { Signatures } from './signature.js';

describe('GET /local.blob.carry?comp=list', () => {
  const key = Buffer.from('k');
  const signatures = new Signatures(key, Date.now);
  let folder: string;
  let app: FastifyInstance;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'carry-account-'));
    for (const container of ['mine', 'other']) {
      mkdirSync(join(folder, container, 'm'), { recursive: true });
      writeFileSync(join(folder, container, 'm', 'weights'), 'x');
    }
    app = fastify();
    const files = new BlobFiles(folder, new LibsqlDatabase(':memory:'));
    const tokens = new Tokens(key, Date.now, 'ada');
    const origin = () => 'https://127.0.0.1:1';
    await app.register(
      async inner => {
        blobRoutes(inner, { files, signatures, tokens, requireRoom: () => undefined, origin });
      },
      { prefix: '/local.blob.carry' }
    );
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const list = async (prefix: string, query = signatures.grant('mine', 'rl', 1)) => {
    const path = `/local.blob.carry?restype=container&comp=list&prefix=${encodeURIComponent(prefix)}`;
    const { statusCode, body } = await app.inject(`${path}&${query}`);
    return { status: statusCode, names: [...body.matchAll(/<Name>(.*?)<\/Name>/g)].map(m => m[1]) };
  };

  it('lists the blobs of a container by their path below the account', async () => {
    expect(await list('mine/m')).toEqual({ status: 200, names: ['mine/m/weights'] });
  });

  it('denies access to containers other than the signed one', async () => {
    expect((await list('other/m')).status).toBe(403);
    expect((await list('')).status).toBe(403);
    expect((await list('mine/m', '')).status).toBe(403);
  });

  it('denies listing with a signature for reading only', async () => {
    expect((await list('mine/m', signatures.grant('mine', 'r', 1))).status).toBe(403);
  });

  it.each(['..', '../mine', '.staging/x'])('refuses the container name %j', async prefix => {
    const container = prefix.split('/')[0] ?? '';
    expect((await list(prefix, signatures.grant(container, 'rl', 1))).status).toBe(400);
  });
});
