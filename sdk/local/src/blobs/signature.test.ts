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
    expect(signatures.permissions(given, 'c', 'any')).toBe('rl');
    expect(signatures.permissions(given, 'other', 'any')).toMatchObject({ status: 403 });
  });

  it('permit access to one blob only', () => {
    const given = query(signatures.grant('c', 'r', 1, 'a/b'));
    expect(signatures.permissions(given, 'c', 'a/b')).toBe('r');
    expect(signatures.permissions(given, 'c', 'a/c')).toMatchObject({ status: 403 });
  });

  it('expire, and cannot be extended', () => {
    const given = query(signatures.grant('c', 'r', 1));
    const extended = query(given.toString());
    extended.set('se', '2099-01-01T00:00:00Z');
    expect(signatures.permissions(extended, 'c')).toMatchObject({ status: 403 });
    clock.now += 2 * 3_600_000;
    expect(signatures.permissions(given, 'c')).toMatchObject({ status: 403 });
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
        blobRoutes(routes, {
          files,
          signatures,
          tokens,
          requireRoom: () => undefined,
          origin: () => 'https://localhost'
        });
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

  describe('for every method, resource, restype and comp', () => {
    /** Azure's table of the operations that the workspace has, and the permissions of which any one suffices. */
    const needed: Record<string, string> = {
      'GET account container list': 'l',
      'GET container container list': 'l',
      'GET container container': 'r',
      'HEAD container container': 'r',
      'PUT container container': 'w',
      'GET blob': 'r',
      'HEAD blob': 'r',
      'GET blob metadata': 'r',
      'HEAD blob metadata': 'r',
      'GET blob blocklist': 'r',
      'PUT blob': 'w',
      'PUT blob block': 'wc',
      'PUT blob blocklist': 'w',
      'PUT blob metadata': 'w',
      'PUT blob properties': 'w',
      'DELETE blob': 'd'
    };
    const resources = {
      account: '?prefix=mine/folder',
      container: '/mine?prefix=folder',
      blob: '/mine/folder/old?blockid=MQ%3D%3D'
    };
    const comps = [
      ...['', 'list', 'block', 'blocklist', 'metadata', 'properties', 'tags', 'lease', 'snapshot'],
      ...[
        'tier',
        'page',
        'appendblock',
        'copy',
        'acl',
        'LIST',
        'nonsense',
        'list,block',
        '__proto__'
      ]
    ];
    const combinations = (['GET', 'HEAD', 'PUT', 'DELETE'] as const).flatMap(method =>
      Object.entries(resources).flatMap(([resource, path]) =>
        ['', 'container', 'service', 'directory'].flatMap(restype =>
          comps.map(comp => ({
            method,
            key: [method, resource, restype, comp].filter(Boolean).join(' '),
            url: `${path}&restype=${restype}&comp=${comp}`
          }))
        )
      )
    );
    const content = async () => {
      const { statusCode, body, headers } = await send(
        'GET',
        '/mine/folder/old',
        bearer('Contributor')
      );
      return { statusCode, body, headers: { ...headers, date: '', 'x-ms-request-id': '' } };
    };

    it.each(['r', 'a', 'c', 'w', 'd', 'l', 't', 'racwdlt'])(
      'permits with %s the operations that need it, and nothing else',
      { timeout: 60_000 },
      async permission => {
        const before = await content();
        for (const { method, key, url } of combinations) {
          const { statusCode, body } = await send(
            method,
            `${url}&${signatures.grant('mine', permission, 1)}`
          );
          const isPermitted = Array.from(needed[key] ?? '').some(each => permission.includes(each));
          if (needed[key] === undefined)
            expect([key, statusCode]).toEqual([key, expect.toSatisfy(isRefusal)]);
          else expect([key, statusCode !== 403]).toEqual([key, isPermitted]);
          if (!isPermitted) expect(body, key).not.toMatch(/<Name>|^new$/);
          else if (method === 'DELETE')
            await send('PUT', '/mine/folder/old', bearer('Contributor'));
        }
        if (!/[wd]/.test(permission)) expect(await content()).toEqual(before);
      }
    );
    const isRefusal = (status: number) => [400, 403, 501].includes(status);
  });

  it.each(['snapshot=2026-01-01T00:00:00Z', 'versionid=1', 'deletetype=permanent'])(
    'performs no operation on the current blob in place of one on another version: ?%s',
    async version => {
      for (const method of ['GET', 'HEAD', 'PUT', 'DELETE'] as const) {
        const url = sign(`/mine/folder/old?${version}`, signatures.grant('mine', 'racwdl', 1));
        expect((await send(method, url)).statusCode).toBe(501);
      }
      const only = { 'x-ms-delete-snapshots': 'only', ...bearer('Contributor') };
      expect((await send('DELETE', '/mine/folder/old', only)).statusCode).toBe(501);
      expect((await send('GET', '/mine/folder/old', bearer('Reader'))).body).toBe('new');
    }
  );

  it('refuses copies, which would otherwise be stored as empty blobs and blocks', async () => {
    const copy = { 'x-ms-copy-source': 'https://localhost/b/other/folder/old' };
    const query = signatures.grant('mine', 'racwdl', 1);
    for (const path of ['/mine/copy', '/mine/copy?comp=block&blockid=MQ%3D%3D'])
      expect((await send('PUT', sign(path, query), copy)).statusCode).toBe(501);
    expect((await send('GET', '/mine/copy', bearer('Reader'))).statusCode).toBe(404);
  });

  it('to create blobs overwrites none, even one that another writer creates meanwhile', async () => {
    const create = signatures.grant('mine', 'c', 1);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send('PUT', sign('/mine/race', create)))
    );
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
    for (const { statusCode, headers } of answers)
      if (statusCode !== 201)
        expect([statusCode, headers['x-ms-error-code']]).toEqual([
          403,
          'UnauthorizedBlobOverwrite'
        ]);
  });

  it('for tags gets 501, because blobs have no tags', async () => {
    const url = sign('/mine/folder/old?comp=tags', signatures.grant('mine', 't', 1));
    expect((await send('PUT', url)).statusCode).toBe(501);
  });
});
