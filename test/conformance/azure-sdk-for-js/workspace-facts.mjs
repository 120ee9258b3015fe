import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { all, at, client, quick } from './workspace.mjs';

/** Checks the error of an operation that a local workspace does not have: always the same code. */
const notHere = { statusCode: 501, code: 'NotImplemented' };

describe('workspaces', () => {
  const { workspaces } = client;
  const [group, name] = at;

  it('gets its one workspace, and lists it', async () => {
    assert.equal((await workspaces.get(...at)).name, name);
    for (const pages of [workspaces.listByResourceGroup(group), workspaces.listBySubscription()])
      assert.deepEqual(
        (await all(pages)).map(w => w.name),
        [name]
      );
    const { value } = await workspaces.listOutboundNetworkDependenciesEndpoints(...at);
    assert.deepEqual(value, []);
  });

  it('gets an error for another workspace', () =>
    assert.rejects(workspaces.get(group, 'other'), { statusCode: 404, code: 'WorkspaceNotFound' }));

  it('changes its tags and keeps the rest', async () => {
    const { tags: before, location } = await workspaces.get(...at);
    const tags = { ...before, 'from-javascript': 'yes' };
    const changed = await workspaces.beginUpdateAndWait(...at, { tags }, quick);
    assert.deepEqual([changed.tags, changed.location], [tags, location]);
    assert.deepEqual((await workspaces.get(...at)).tags, tags);
  });

  it('shows its storage, and no secret', async () => {
    const keys = await workspaces.listKeys(...at);
    assert.match(keys.userStorageResourceId, /storageAccounts/);
    assert.equal(keys.userStorageKey, undefined);
  });

  it('is not removed', () => assert.rejects(workspaces.beginDeleteAndWait(...at, quick), notHere));
});

describe('operations of a location', () => {
  it('operations', async () => {
    const names = (await all(client.operations.list())).map(operation => operation.name);
    assert.ok(names.includes('Microsoft.MachineLearningServices/workspaces/jobs/write'));
  });

  it('usages', async () => {
    const [usage] = await all(client.usages.list('local'));
    assert.ok(usage.limit > 0 && usage.currentValue >= 0);
  });

  it('virtualMachineSizes', async () => {
    const { value } = await client.virtualMachineSizes.list('local');
    assert.ok(value[0].vCPUs > 0 && value[0].memoryGB > 0);
  });

  it('quotas', async () => {
    const [quota] = await all(client.quotas.list('local'));
    assert.ok(quota.limit > 0);
    const change = { value: [{ id: quota.id, type: quota.type, limit: 1, unit: 'Count' }] };
    const { value } = await client.quotas.update('local', change);
    assert.equal(value[0].id, quota.id);
  });
});

describe('operations that a local workspace does not have', () => {
  it('workspaceFeatures', async () => {
    assert.deepEqual(await all(client.workspaceFeatures.list(...at)), []);
  });

  it('privateLinkResources', async () => {
    assert.deepEqual((await client.privateLinkResources.list(...at)).value, []);
  });

  it('privateEndpointConnections', async () => {
    const { privateEndpointConnections: connections } = client;
    assert.deepEqual(await all(connections.list(...at)), []);
    await assert.rejects(connections.get(...at, 'nope'), {
      statusCode: 404,
      code: 'ResourceNotFound'
    });
    await assert.rejects(connections.createOrUpdate(...at, 'mine', {}), notHere);
    await connections.delete(...at, 'nope');
  });
});
