import { beforeEach, describe, expect, it } from 'vitest';
import { LongRunning } from '../protocol/long-running.js';
import { workspaceScope } from '../resources/assets/asset-scope.js';
import { defineVersionedAsset } from '../resources/assets/versioned-asset.js';
import { TestWorkspace } from '../resources/resources.test-support.js';
import { AssetStore } from '../store/asset-store.js';
import { OperationStore } from '../store/operation-store.js';
import { featureKinds } from './feature-kinds.js';
import { featureRoutes } from './feature-routes.js';

const specification = {
  features: [
    { FeatureName: 'amount', DataType: 'double', Description: 'spent', Tags: { unit: 'eur' } },
    { FeatureName: 'count', DataType: 'long' },
    { DataType: 'long' }
  ]
};

describe('feature sets and entities', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = new TestWorkspace();
    const { app, context, db } = workspace;
    const stores = {
      featuresets: new AssetStore(db, 'featuresets', context.now),
      featurestoreEntities: new AssetStore(db, 'featurestoreEntities', context.now)
    };
    const longRunning = new LongRunning(context, new OperationStore(db, context.now));
    const scope = workspaceScope(context, stores, longRunning);
    for (const kind of featureKinds) defineVersionedAsset(app, context, kind, scope);
    featureRoutes(app, context, stores.featuresets);
  });

  const put = (properties: object) =>
    workspace.call('PUT', '/featuresets/spent/versions/1', { properties });
  const get = (path = '') => workspace.call('GET', `/featuresets/spent/versions/1${path}`);
  const described = (featuresetProperties = JSON.stringify(specification)) => ({
    properties: { featuresetProperties }
  });

  it('is archived by the stage Archived, and restored by another stage', async () => {
    await put({ stage: 'Archived', isArchived: false });
    expect((await get()).body.properties.isArchived).toBe(true);
    await put({ stage: 'Development' });
    expect((await get()).body.properties.isArchived).toBe(false);
    await put({ description: 'more' });
    expect((await get()).body.properties).toMatchObject({
      stage: 'Development',
      isArchived: false
    });
  });

  it('is listed by name, description, author, tag and version, page by page', async () => {
    for (const [name, tags] of [
      ['spent', { team: 'a' }],
      ['earned', { team: 'b' }]
    ] as const) {
      await workspace.call('PUT', `/featuresets/${name}`, {
        properties: { tags, description: `all ${name}` }
      });
      for (const version of ['1', '2'])
        await workspace.call('PUT', `/featuresets/${name}/versions/${version}`, {
          properties: {
            tags,
            description: `of ${version}`,
            stage: version === '2' ? 'Production' : 'Development'
          }
        });
    }
    const sets = async (query: string, of = '') =>
      (await workspace.call('GET', `/featuresets${of}?${query}`)).body.value.map(
        ({ name }) => name
      );
    expect(await sets('')).toEqual(['earned', 'spent']);
    expect(await sets('name=spent')).toEqual(['spent']);
    expect(await sets('description=all%20earned')).toEqual(['earned']);
    expect(await sets('tags=team%3Da')).toEqual(['spent']);
    expect([await sets('createdBy=ada'), await sets('createdBy=bob')]).toEqual([
      ['earned', 'spent'],
      []
    ]);
    expect(await sets('pageSize=1')).toEqual(['earned']);
    const versions = (query: string) => sets(query, '/spent/versions');
    expect(await versions('versionName=1')).toEqual(['1']);
    expect(await versions('stage=Production')).toEqual(['2']);
    expect(await versions('description=of%201&createdBy=ada&tags=team')).toEqual(['1']);
    expect(await versions('pageSize=1')).toEqual(['2']);
  });

  it('has twenty to a page by default', async () => {
    for (let i = 0; i < 21; i++)
      await workspace.call('PUT', `/featurestoreEntities/e${i}`, { properties: {} });
    const { body } = await workspace.call('GET', '/featurestoreEntities');
    expect(body.value).toHaveLength(20);
    expect(body.nextLink).toContain('skip=');
  });

  it('has immutable entities and an immutable specification', async () => {
    await put({ entities: ['azureml:account:1'], specification: { path: 'a' } });
    for (const change of [{ entities: [] }, { specification: { path: 'b' } }])
      expect((await put(change)).status).toBe(409);
    expect((await put({ specification: { path: 'a' }, description: 'more' })).status).toBe(200);
  });

  it('lists the features that its specification describes', async () => {
    await put(described());
    const { value } = (await get('/features')).body;
    expect(value.map(({ name }) => name)).toEqual(['amount', 'count']);
    expect((await get('/features/amount')).body.properties).toEqual({
      featureName: 'amount',
      dataType: 'Double',
      description: 'spent',
      tags: { unit: 'eur' },
      properties: {}
    });
    expect((await get('/features?featureName=count')).body.value).toHaveLength(1);
    expect((await get('/features/other')).status).toBe(404);
  });

  it.each(['no JSON', '7', '{"features":{}}', '{"features":[null]}'])(
    'lists no features of a specification like %j',
    async text => {
      await put(described(text));
      expect((await get('/features')).body.value).toEqual([]);
    }
  );

  it('has no jobs that materialize it', async () => {
    const url = '/featuresets/spent/versions/1/listMaterializationJobs';
    expect((await workspace.call('POST', url)).status).toBe(404);
    await put({});
    expect((await workspace.call('POST', url)).body.value).toEqual([]);
  });

  it('rejects a column of an unknown type', async () => {
    const url = '/featurestoreEntities/account/versions/1';
    const entity = (dataType: string) => ({
      properties: { indexColumns: [{ columnName: 'id', dataType }] }
    });
    expect((await workspace.call('PUT', url, entity('Complex'))).status).toBe(400);
    expect((await workspace.call('PUT', url, entity('Long'))).status).toBe(201);
  });
});
