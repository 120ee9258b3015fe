import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { all, at, client, freshName, quick } from './workspace.mjs';

const names = async pages => (await all(pages)).map(item => item.name);

describe('computeOperations', () => {
  const { computeOperations } = client;
  const make = (name, properties) =>
    computeOperations.beginCreateOrUpdateAndWait(
      ...at,
      name,
      { location: 'local', properties },
      quick
    );
  const remove = name => computeOperations.beginDeleteAndWait(...at, name, 'Delete', quick);

  it('creates, gets, lists, scales and deletes a cluster', async () => {
    const name = freshName('cluster');
    const scaleSettings = { minNodeCount: 0, maxNodeCount: 2 };
    const made = await make(name, {
      computeType: 'AmlCompute',
      properties: { vmSize: 'LOCAL', scaleSettings }
    });
    assert.equal(made.properties.provisioningState, 'Succeeded');
    assert.ok((await names(computeOperations.list(...at))).includes(name));
    const change = { properties: { scaleSettings: { maxNodeCount: 3 } } };
    await computeOperations.beginUpdateAndWait(...at, name, change, quick);
    const got = await computeOperations.get(...at, name);
    assert.equal(got.properties.properties.scaleSettings.maxNodeCount, 3);
    assert.deepEqual(await all(computeOperations.listNodes(...at, name)), []);
    await remove(name);
    await assert.rejects(computeOperations.get(...at, name), { statusCode: 404 });
  });

  it('stops, starts and restarts an instance', async () => {
    const name = freshName('instance');
    await make(name, { computeType: 'ComputeInstance', properties: { vmSize: 'LOCAL' } });
    const state = async () =>
      (await computeOperations.get(...at, name)).properties.properties.state;
    await computeOperations.beginStopAndWait(...at, name, quick);
    assert.equal(await state(), 'Stopped');
    await computeOperations.beginStartAndWait(...at, name, quick);
    assert.equal(await state(), 'Running');
    await computeOperations.beginRestartAndWait(...at, name, quick);
    assert.equal(await state(), 'Running');
    await remove(name);
  });

  it('has no keys', () =>
    assert.rejects(computeOperations.listKeys(...at, 'cpu'), {
      statusCode: 400,
      code: 'UserError'
    }));
});

describe('datastores', () => {
  const { datastores } = client;
  const name = freshName('store');

  it('creates, gets, lists and deletes', async () => {
    await datastores.createOrUpdate(...at, name, {
      properties: {
        datastoreType: 'AzureBlob',
        accountName: 'account',
        containerName: 'container',
        credentials: {
          credentialsType: 'AccountKey',
          secrets: { secretsType: 'AccountKey', key: 'secret' }
        }
      }
    });
    const { properties } = await datastores.get(...at, name);
    assert.deepEqual(
      [properties.accountName, properties.credentials.secrets.key],
      ['account', undefined]
    );
    assert.ok((await names(datastores.list(...at))).includes(name));
    assert.equal((await datastores.listSecrets(...at, name)).key, 'secret');
    await datastores.delete(...at, name);
    await assert.rejects(datastores.get(...at, name), { statusCode: 404 });
  });
});

describe('workspaceConnections', () => {
  const { workspaceConnections } = client;
  const name = freshName('connection');

  it('creates, gets, lists and deletes', async () => {
    await workspaceConnections.create(...at, name, {
      properties: { authType: 'None', category: 'PythonFeed', target: 'https://example.com' }
    });
    const { properties } = await workspaceConnections.get(...at, name);
    assert.equal(properties.target, 'https://example.com');
    assert.ok((await names(workspaceConnections.list(...at))).includes(name));
    await workspaceConnections.delete(...at, name);
    await assert.rejects(workspaceConnections.get(...at, name), { statusCode: 404 });
  });
});
