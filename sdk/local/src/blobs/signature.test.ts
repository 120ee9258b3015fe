import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import type { Database } from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Tokens } from '../identity/tokens.js';
import { openDatabase } from '../store/database.js';
import { BlobFiles } from './blob-files.js';
import { blobRoutes } from './blob-routes.js';
import { Signatures } from './signature.js';

const HOUR = 3_600_000;

describe('Signatures', () => {
  const clock = { now: Date.UTC(2026, 0, 1) };
  const signatures = new Signatures(Buffer.from('key'), () => clock.now);
  const query = (text: string) => new URLSearchParams(text);

  it('permit access to their own container, with the permissions they name', () => {
    const given = query(signatures.grant('c', 'rl', 1));
    expect(signatures.refusal(given, ['r'], 'c', 'any')).toBeUndefined();
    expect(signatures.refusal(given, ['w'], 'c', 'any')).toMatchObject({ status: 403 });
    expect(signatures.refusal(given, ['r'], 'other', 'any')).toMatchObject({ status: 403 });
  });

  it('permit access to one blob only', () => {
    const given = query(signatures.grant('c', 'r', 1, 'a/b'));
    expect(signatures.refusal(given, ['r'], 'c', 'a/b')).toBeUndefined();
    expect(signatures.refusal(given, ['r'], 'c', 'a/c')).toMatchObject({ status: 403 });
  });

  it('expire, and cannot be extended', () => {
    const given = query(signatures.grant('c', 'r', 1));
    const extended = query(given.toString());
    extended.set('se', '2099-01-01T00:00:00Z');
    expect(signatures.refusal(extended, ['r'], 'c')).toMatchObject({ status: 403 });
    clock.now += 2 * 3_600_000;
    expect(signatures.refusal(given, ['r'], 'c')).toMatchObject({ status: 403 });
  });
});

/** Tests which requests of a client each signature permits. */
describe('a shared access signature', () => {
  const clock = { now: 0 };
  let root: string;
  let db: Database;
  let app: FastifyInstance;
  let signatures: Signatures;
  let tokens: Tokens;
  beforeEach(async () => {
    clock.now = Date.UTC(2026, 0, 1);
    root = mkdtempSync(join(tmpdir(), 'carry-sas-'));
    db = openDatabase(join(root, 'state.db'));
    const files = new BlobFiles(join(root, 'blobs'), db);
    const key = Buffer.from('key');
    const now = () => clock.now;
    signatures = new Signatures(key, now);
    tokens = new Tokens(key, now, 'ada');
    app = fastify();
    await app.register(
      async routes => {
        blobRoutes(routes, { files, signatures, tokens, origin: () => 'https://localhost' });
      },
      { prefix: '/b' }
    );
    for (const container of ['mine', 'other']) {
      await files.createContainer(container);
      await send('PUT', `/${container}/folder/old`, bearer('Contributor'));
    }
  });
  afterEach(async () => {
    await app.close();
    db.close();
    rmSync(root, { recursive: true, force: true });
  });

  type Method = 'GET' | 'PUT' | 'DELETE' | 'HEAD';
  const bearer = (role: 'Contributor' | 'Reader') => ({
    authorization: `Bearer ${tokens.mint('x', 60, role).token}`
  });
  const send = async (method: Method, url: string, headers: Record<string, string> = {}) => {
    const payload = method === 'PUT' ? 'new' : undefined;
    const type = { 'content-type': 'text/plain' };
    return app.inject({ method, url: `/b${url}`, headers: { ...type, ...headers }, payload });
  };

  const requests = {
    read: ['GET', '/mine/folder/old'],
    look: ['HEAD', '/mine/folder/old'],
    list: ['GET', '/mine?restype=container&comp=list'],
    create: ['PUT', '/mine/folder/new'],
    overwrite: ['PUT', '/mine/folder/old'],
    'put a block': ['PUT', '/mine/folder/new?comp=block&blockid=MQ%3D%3D'],
    describe: ['PUT', '/mine/folder/old?comp=metadata'],
    delete: ['DELETE', '/mine/folder/old'],
    'read elsewhere': ['GET', '/other/folder/old'],
    'write elsewhere': ['PUT', '/other/folder/new'],
    'list elsewhere': ['GET', '/other?restype=container&comp=list']
  } as const satisfies Record<string, [Method, string]>;
  type Request = keyof typeof requests;

  const sign = (url: string, query: string) => `${url}${url.includes('?') ? '&' : '?'}${query}`;
  const permitted = async (grant: () => string): Promise<Request[]> => {
    const allowed: Request[] = [];
    for (const [name, [method, url]] of Object.entries(requests)) {
      const { statusCode } = await send(method, sign(url, grant()));
      if (statusCode < 300) allowed.push(name as Request);
      else expect([name, statusCode]).toEqual([name, 403]);
      await send('DELETE', '/mine/folder/new', bearer('Contributor'));
      await send('PUT', '/mine/folder/old', bearer('Contributor'));
    }
    return allowed;
  };

  it.each<[string, Request[]]>([
    ['r', ['read', 'look']],
    ['l', ['list']],
    ['c', ['create', 'put a block']],
    ['w', ['create', 'overwrite', 'put a block', 'describe']],
    ['d', ['delete']],
    ['t', []],
    ['racwdl', ['read', 'look', 'list', 'create', 'overwrite', 'put a block', 'describe', 'delete']]
  ])(
    'for a container with the permissions %s permits the requests that need them',
    async (permissions, allowed) => {
      expect(await permitted(() => signatures.grant('mine', permissions, 1))).toEqual(allowed);
    }
  );

  it('for one blob permits access to that blob only', async () => {
    expect(await permitted(() => signatures.grant('mine', 'rwdl', 1, 'folder/old'))).toEqual([
      'read',
      'look',
      'overwrite',
      'describe',
      'delete'
    ]);
  });

  it('permits nothing after it has expired', async () => {
    const grant = signatures.grant('mine', 'racwdl', 1);
    clock.now += HOUR;
    expect(await permitted(() => grant)).toEqual([]);
  });

  it.each([
    ['later', (query: URLSearchParams) => query.set('se', '2099-01-01T00:00:00Z')],
    ['wider', (query: URLSearchParams) => query.set('sp', 'racwdl')],
    ['of a container', (query: URLSearchParams) => query.set('sr', 'c')],
    ['without its expiry', (query: URLSearchParams) => query.delete('se')]
  ])('permits nothing after it was changed to be %s', async (_what, change) => {
    const query = new URLSearchParams(signatures.grant('mine', 'r', 1, 'folder/old'));
    change(query);
    expect(await permitted(() => query.toString())).toEqual([]);
  });

  it('is not needed with a token, and a token of a Reader permits no change', async () => {
    const statuses = async (role: 'Contributor' | 'Reader') => {
      const codes: number[] = [];
      for (const name of ['read', 'list', 'create', 'delete'] as const)
        codes.push((await send(requests[name][0], requests[name][1], bearer(role))).statusCode);
      return codes;
    };
    expect(await statuses('Reader')).toEqual([200, 200, 403, 403]);
    expect(await statuses('Contributor')).toEqual([200, 200, 201, 202]);
  });

  it('for tags gets 501, because blobs have no tags', async () => {
    const url = sign('/mine/folder/old?comp=tags', signatures.grant('mine', 't', 1));
    expect((await send('PUT', url)).statusCode).toBe(501);
  });
});
