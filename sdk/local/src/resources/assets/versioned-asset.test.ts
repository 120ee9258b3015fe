import { beforeEach, describe, expect, it } from 'vitest';
import type { AssetStores } from '../../store/stores-by-kind.js';
import { AssetStore } from '../../store/asset-store.js';
import { ModelAssets } from '../../store/model-assets.js';
import { ModelStore } from '../../store/model-store.js';
import { TestWorkspace } from '../resources.test-support.js';
import { assetKinds } from './asset-kinds.js';
import { workspaceScope } from './asset-scope.js';
import { defineVersionedAsset } from './versioned-asset.js';

describe('versioned assets', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = new TestWorkspace();
    const { app, context, db } = workspace;
    const data = new AssetStore(db, 'data', context.now);
    const codes = new AssetStore(db, 'codes', context.now);
    const scope = workspaceScope(context, { data, codes } as unknown as AssetStores);
    for (const kind of assetKinds.filter(({ kind }) => kind === 'data' || kind === 'codes'))
      defineVersionedAsset(app, context, kind, scope);
  });
  const put = (version: string, more: object = {}) =>
    workspace.call('PUT', `/data/corpus/versions/${version}`, {
      properties: { dataType: 'uri_folder', dataUri: 'https://example.org/corpus', ...more }
    });
  const list = async (query: string) => {
    const { body } = await workspace.call('GET', `/data/corpus/versions?${query}`);
    return body.value.map(({ name }) => name);
  };

  it.each(['.x', 'a%2Fb', '..%2F..%2Fx', 'a%00b', 'a%5Cb', '-a', 'a%20b', 'x'.repeat(256)])(
    'reject a path as a name or version: %s',
    async name => {
      const version = { properties: { dataType: 'uri_folder', dataUri: 'https://example.org/x' } };
      for (const [path, properties] of [
        [`${name}/versions/1`, version],
        [`corpus/versions/${name}`, version],
        [name, { properties: {} }]
      ] as const) {
        const response = await workspace.call('PUT', `/data/${path}`, properties);
        expect([response.status, response.body.error.code]).toEqual([400, 'ValidationError']);
      }
    }
  );

  it.each(['AzureML-sklearn-0.24', '2026-01-01', '1.0.0', 'x'.repeat(255)])(
    'accept the names and versions that Azure accepts: %s',
    async name => {
      const body = { properties: { dataType: 'uri_folder', dataUri: 'https://example.org/x' } };
      expect((await workspace.call('PUT', `/data/${name}/versions/${name}`, body)).status).toBe(
        201
      );
    }
  );

  it('are listed by tag, property, description, stage, version and hash version', async () => {
    await put('1', { tags: { team: 'a', old: '' }, description: 'the first', stage: 'Dev' });
    await put('2', { tags: { team: 'b' }, properties: { rows: '5', hash_version: '2' } });
    expect(await list('')).toEqual(['2', '1']);
    expect(await list('tags=team')).toEqual(['2', '1']);
    expect(await list('$tags=team%3Db')).toEqual(['2']);
    expect(await list('tags=old,team%3Db')).toEqual([]);
    expect(await list('properties=rows%3D5')).toEqual(['2']);
    expect(await list('description=first')).toEqual(['1']);
    expect(await list('stage=Dev')).toEqual(['1']);
    expect(await list('version=2')).toEqual(['2']);
    expect(await list('hashVersion=2')).toEqual(['2']);
    expect([await list('feed=w'), await list('feed=elsewhere')]).toEqual([['2', '1'], []]);
  });

  it('of code are found by their content under any name, because clients give each upload a new one', async () => {
    const code = (hash: string) => ({
      properties: { codeUri: 'https://example.org/code', properties: { hash_sha256: hash } }
    });
    await workspace.call('PUT', '/codes/first/versions/1', code('abc'));
    await workspace.call('PUT', '/codes/second/versions/1', code('def'));
    const { body } = await workspace.call('GET', '/codes/third/versions?hash=abc');
    const found = body.value as unknown as { id: string }[];
    expect(found.map(({ id }) => id.split('/codes/')[1])).toEqual(['first/versions/1']);
  });

  it('are listed in the requested order', async () => {
    for (const version of ['2', '10', '1']) await put(version);
    await put('2', { description: 'changed last' });
    expect(await list('$orderBy=createdtime%20asc')).toEqual(['2', '10', '1']);
    expect(await list('$orderBy=createdtime%20desc')).toEqual(['1', '10', '2']);
    expect(await list('$orderBy=updatedtime%20desc')).toEqual(['2', '1', '10']);
    expect(await list('$orderBy=version%20asc')).toEqual(['1', '2', '10']);
    expect(await list('$orderBy=version%20desc&$top=2')).toEqual(['10', '2']);
    expect(await list('offset=1')).toEqual(['10', '2']);
  });

  it('keep the filter across the pages of a list', async () => {
    for (const version of ['1', '2', '3'])
      await put(version, { tags: { odd: String(+version % 2) } });
    const { body } = await workspace.call('GET', '/data/corpus/versions?tags=odd%3D1&$top=1');
    expect(body.value.map(v => v.name)).toEqual(['3']);
    const next = new URL(body.nextLink ?? '').search;
    expect(await list(next.slice(1))).toEqual(['1']);
  });

  it('do not change when the same content is submitted again, nor in immutable properties', async () => {
    const first = await put('1', { tags: { team: 'a' } });
    const again = await put('1', { tags: { team: 'a' } });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    expect((await put('1', { dataUri: 'https://example.org/other' })).status).toBe(409);
    const container = { properties: { description: 'all of it' } };
    const made = await workspace.call('PUT', '/data/corpus', container);
    expect((await workspace.call('PUT', '/data/corpus', container)).body).toEqual(made.body);
  });

  it('are archived one by one, or with their container', async () => {
    await put('1', { isArchived: true });
    await put('2');
    expect(await list('')).toEqual(['2']);
    expect(await list('listViewType=ArchivedOnly')).toEqual(['1']);
    await workspace.call('PUT', '/data/corpus', { properties: { isArchived: true } });
    const containers = async (view: string) =>
      (await workspace.call('GET', `/data?listViewType=${view}`)).body.value.map(c => c.name);
    expect(await containers('ActiveOnly')).toEqual([]);
    expect(await containers('All')).toEqual(['corpus']);
    expect(await list('')).toEqual(['2']);
  });

  it('are rejected with one detail per field', async () => {
    const { status, body } = await put('1', { dataUri: 5, description: 7 });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      code: 'ValidationError',
      details: expect.arrayContaining([
        expect.objectContaining({ target: 'properties.dataUri' }),
        expect.objectContaining({ target: 'properties.description' })
      ]) as unknown
    });
  });
});

describe('a list that changes while it is read', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = new TestWorkspace();
    const { app, context, db } = workspace;
    const assets = {
      data: new AssetStore(db, 'data', context.now),
      models: new ModelAssets(new ModelStore(db, context.now))
    } as unknown as AssetStores;
    for (const kind of assetKinds.filter(({ kind }) => kind === 'data' || kind === 'models'))
      defineVersionedAsset(app, context, kind, workspaceScope(context, assets));
  });
  const bodies = {
    data: { dataType: 'uri_folder', dataUri: 'https://example.org/x' },
    models: { modelUri: 'https://example.org/x' }
  };
  const fill = async (kind: 'data' | 'models', names: string[]) => {
    for (const name of names)
      await workspace.call('PUT', `/${kind}/${name}`, { properties: bodies[kind] });
  };
  /** Reads a list page by page; `each` is called with a page before the next one is requested. */
  const walk = async (path: string, each: (name: string) => Promise<unknown>) => {
    const seen: string[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const { body } = await workspace.call('GET', next);
      const names = body.value.map(({ name }) => name);
      seen.push(...names);
      for (const name of names) await each(name);
      const query = body.nextLink && new URL(body.nextLink).search;
      next = query ? `${path.split('?')[0]}${query}` : undefined;
      expect(seen.length).toBeLessThan(20);
    }
    return seen;
  };
  const versions = ['1', '2', '3', '4', '5', '6', '7'];

  it.each([
    ['data', ''],
    ['models', ''],
    ['data', '&$orderBy=createdtime asc'],
    ['models', '&$orderBy=createdtime asc'],
    ['data', '&tags=team'],
    ['models', '&tags=team']
  ] as const)('misses no version of %s that is not yet deleted %s', async (kind, query) => {
    const tags = { team: 'a' };
    await fill(
      kind,
      versions.map(version => `x/versions/${version}`)
    );
    for (const version of versions)
      await workspace.call('PUT', `/${kind}/x/versions/${version}`, {
        properties: { ...bodies[kind], tags }
      });
    const seen = await walk(`/${kind}/x/versions?$top=2${query}`, version =>
      workspace.call('DELETE', `/${kind}/x/versions/${version}`)
    );
    expect(seen.sort()).toEqual(versions);
  });

  it.each(['data', 'models'] as const)('misses no container of %s', async kind => {
    const names = versions.map(version => `name-${version}`);
    await fill(
      kind,
      names.map(name => `${name}/versions/1`)
    );
    const seen = await walk(`/${kind}?$top=2`, name =>
      workspace.call('DELETE', `/${kind}/${name}`)
    );
    expect(seen.sort()).toEqual(names);
  });

  it('ends when no rows are requested', async () => {
    await fill('data', ['x/versions/1', 'x/versions/2']);
    for (const path of ['/data?$top=0', '/data/x/versions?$top=0&$orderBy=version'])
      expect((await workspace.call('GET', path)).body).toEqual({ value: [] });
  });
});
