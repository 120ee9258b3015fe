import { beforeEach, describe, expect, it } from 'vitest';
import { LongRunning } from '../protocol/long-running.js';
import { assetKinds } from '../resources/assets/asset-kinds.js';
import { defineVersionedAsset } from '../resources/assets/versioned-asset.js';
import { TestWorkspace } from '../resources/resources.test-support.js';
import { OperationStore } from '../store/operation-store.js';
import { RegistryStore } from '../store/registry-store.js';
import { registryPath } from './registry-resource.js';
import { registryRoutes } from './registry-routes.js';
import { registryScope } from './registry-scope.js';

const given = { location: 'local', tags: { team: 'a' }, properties: {} };
const model = { properties: { modelUri: 'https://example.com/m' } };

describe('registries', () => {
  let workspace: TestWorkspace;
  const at = (path: string) => registryPath(workspace.context.workspace, path);
  const put = (path: string, body: object) => workspace.call('PUT', at(path), body);
  const get = (path: string) => workspace.call('GET', at(path));

  beforeEach(async () => {
    workspace = new TestWorkspace();
    const { app, context, db } = workspace;
    const deps = {
      registries: new RegistryStore(db, context.now),
      longRunning: new LongRunning(context, new OperationStore(db, context.now))
    };
    registryRoutes(app, context, deps);
    await app.register(
      async inner => {
        const scope = registryScope(context, deps);
        for (const kind of assetKinds) defineVersionedAsset(inner, context, kind, scope);
      },
      { prefix: at(':registryName') }
    );
    await put('shared', given);
  });

  it('is created once and then replaced', async () => {
    expect((await put('other', given)).status).toBe(201);
    expect((await put('other', { ...given, tags: {} })).status).toBe(200);
    expect((await get('other')).body).toMatchObject({ name: 'other', tags: {} });
  });

  it('keeps by PATCH the properties that the request does not name', async () => {
    const sku = { name: 'Basic' };
    const changed = await workspace.call('PATCH', at('shared'), { sku });
    expect([changed.status, changed.body]).toEqual([
      200,
      expect.objectContaining({ sku, tags: { team: 'a' } })
    ]);
  });

  it('is listed in its group and its subscription', async () => {
    for (const path of ['/subscriptions/s/resourceGroups/g', '/subscriptions/s']) {
      const url = `${path}/providers/Microsoft.MachineLearningServices/registries`;
      const { value } = (await workspace.call('GET', url)).body;
      expect(value.map(({ name }) => name)).toEqual(['shared']);
    }
  });

  it('rejects a name that Azure would reject', async () => {
    expect((await put('a', given)).status).toBe(400);
  });

  it('changes its tags and keeps the rest', async () => {
    const { status, body } = await workspace.call('PATCH', at('shared'), { tags: { team: 'b' } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ tags: { team: 'b' }, location: 'local' });
  });

  it('removes the requested regions', async () => {
    const regionDetails = [{ location: 'here' }, { location: 'there' }];
    await put('shared', { ...given, properties: { regionDetails } });
    const { body } = await workspace.call('POST', at('shared/removeRegions'), {
      ...given,
      properties: { regionDetails: [{ location: 'there' }] }
    });
    expect(body.properties.regionDetails).toMatchObject([{ location: 'here' }]);
  });

  it('returns the id of the created storage account', async () => {
    const storageAccountDetails = [{ systemCreatedStorageAccount: { storageAccountType: 'LRS' } }];
    const { body } = await put('shared', {
      ...given,
      properties: { regionDetails: [{ location: 'here', storageAccountDetails }] }
    });
    expect(JSON.stringify(body.properties.regionDetails)).toContain('/storageAccounts/local');
  });

  it('has assets of its own', async () => {
    await put('other', given);
    expect((await put('shared/models/adder/versions/1', model)).status).toBe(201);
    expect((await get('shared/models/adder')).body.properties).toMatchObject({
      latestVersion: '1',
      nextVersion: '2'
    });
    expect((await get('other/models/adder')).body.error.message).toContain(
      "no model named 'adder' in the registry 'other'"
    );
  });

  it('responds for an unknown registry with the way to create one', async () => {
    const { status, body } = await put('nowhere/models/adder/versions/1', model);
    expect([status, body.error.code]).toEqual([404, 'RegistryNotFound']);
  });

  it('is deleted together with its assets', async () => {
    await put('shared/models/adder/versions/1', model);
    expect((await workspace.call('DELETE', at('shared'))).status).toBe(202);
    expect((await workspace.call('DELETE', at('shared'))).status).toBe(204);
    await put('shared', given);
    expect((await get('shared/models/adder/versions/1')).status).toBe(404);
  });
});
