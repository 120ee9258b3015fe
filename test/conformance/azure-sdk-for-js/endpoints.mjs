import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { all, at, client, freshName, quick } from './workspace.mjs';

const location = 'local';
const model = freshName('served');

before(async () => {
  await client.modelVersions.createOrUpdate(...at, model, '1', {
    properties: { modelUri: 'azureml://datastores/workspaceblobstore/paths/m' }
  });
});

const names = async pages => (await all(pages)).map(item => item.name);

describe('onlineEndpoints', () => {
  const { onlineEndpoints } = client;
  const name = freshName('online');
  const put = properties =>
    onlineEndpoints.beginCreateOrUpdateAndWait(
      ...at,
      name,
      { location, properties: { authMode: 'Key', ...properties } },
      quick
    );

  it('creates as a long-running operation, gets, lists and changes', async () => {
    const made = await put({ description: 'sums' });
    assert.equal(made.properties.provisioningState, 'Succeeded');
    const got = await onlineEndpoints.get(...at, name);
    assert.equal(got.properties.scoringUri, made.properties.scoringUri);
    assert.ok((await names(onlineEndpoints.list(...at))).includes(name));
    assert.deepEqual(await names(onlineEndpoints.list(...at, { name: 'nope' })), []);
    const changed = await onlineEndpoints.beginUpdateAndWait(
      ...at,
      name,
      { tags: { a: 'b' } },
      quick
    );
    assert.deepEqual([changed.tags, changed.properties.description], [{ a: 'b' }, 'sums']);
  });

  it('lists keys, regenerates one, and issues a token', async () => {
    const before = await onlineEndpoints.listKeys(...at, name);
    await onlineEndpoints.beginRegenerateKeysAndWait(...at, name, { keyType: 'Primary' }, quick);
    const after = await onlineEndpoints.listKeys(...at, name);
    assert.notEqual(after.primaryKey, before.primaryKey);
    assert.equal(after.secondaryKey, before.secondaryKey);
    const token = await onlineEndpoints.getToken(...at, name);
    assert.ok(token.expiryTimeUtc > token.refreshAfterTimeUtc);
  });

  it('deletes, and does not exist any more', async () => {
    await onlineEndpoints.beginDeleteAndWait(...at, name, quick);
    await assert.rejects(onlineEndpoints.get(...at, name), { statusCode: 404 });
    await onlineEndpoints.beginDeleteAndWait(...at, name, quick);
  });
});

describe('onlineDeployments', () => {
  const { onlineDeployments, onlineEndpoints } = client;
  const endpoint = freshName('online');
  const put = (name, properties) =>
    onlineDeployments.beginCreateOrUpdateAndWait(
      ...at,
      endpoint,
      name,
      { location, properties: { model: `azureml:${model}:1`, ...properties } },
      quick
    );
  const route = traffic =>
    onlineEndpoints.beginCreateOrUpdateAndWait(
      ...at,
      endpoint,
      { location, properties: { authMode: 'Key', traffic } },
      quick
    );
  before(() => route({}));

  it('creates both kinds, gets, lists, scales', async () => {
    const blue = await put('blue', { endpointComputeType: 'Managed' });
    assert.equal(blue.properties.provisioningState, 'Succeeded');
    await put('green', {
      endpointComputeType: 'Kubernetes',
      containerResourceRequirements: { containerResourceLimits: { cpu: '1' } }
    });
    const green = await onlineDeployments.get(...at, endpoint, 'green');
    assert.equal(green.properties.endpointComputeType, 'Kubernetes');
    assert.deepEqual(await names(onlineDeployments.list(...at, endpoint)), ['blue', 'green']);
    const scaled = await onlineDeployments.beginUpdateAndWait(
      ...at,
      endpoint,
      'blue',
      { sku: { capacity: 2 } },
      quick
    );
    assert.equal(scaled.sku.capacity, 2);
  });

  it('returns sizes and the log', async () => {
    const [sku] = await all(onlineDeployments.listSkus(...at, endpoint, 'blue'));
    assert.equal(sku.capacity.minimum, 1);
    const { content } = await onlineDeployments.getLogs(...at, endpoint, 'blue', { tail: 10 });
    assert.match(content, /'blue'/);
  });

  it('refuses an unknown model and invalid traffic', async () => {
    const nope = { endpointComputeType: 'Managed', model: 'azureml:nope:1' };
    await assert.rejects(put('red', nope), { statusCode: 400, code: 'UserError' });
    await assert.rejects(route({ blue: 90, green: 20 }), { statusCode: 400, code: 'UserError' });
  });

  it('deletes a deployment without traffic, and the others with the endpoint', async () => {
    await route({ blue: 100 });
    const remove = name => onlineDeployments.beginDeleteAndWait(...at, endpoint, name, quick);
    await assert.rejects(remove('blue'), { statusCode: 409, code: 'Conflict' });
    await remove('green');
    assert.deepEqual(await names(onlineDeployments.list(...at, endpoint)), ['blue']);
    await onlineEndpoints.beginDeleteAndWait(...at, endpoint, quick);
    await assert.rejects(onlineDeployments.get(...at, endpoint, 'blue'), { statusCode: 404 });
  });
});

describe('batchEndpoints and batchDeployments', () => {
  const { batchEndpoints, batchDeployments } = client;
  const endpoint = freshName('batch');
  const put = properties =>
    batchEndpoints.beginCreateOrUpdateAndWait(
      ...at,
      endpoint,
      { location, properties: { authMode: 'AADToken', ...properties } },
      quick
    );

  it('creates, gets, lists and changes both', async () => {
    await put({});
    const made = await batchDeployments.beginCreateOrUpdateAndWait(
      ...at,
      endpoint,
      'nightly',
      {
        location,
        properties: {
          model: { referenceType: 'Id', assetId: `azureml:${model}:1` },
          compute: (await client.computeOperations.get(...at, 'cpu')).id,
          miniBatchSize: 3
        }
      },
      quick
    );
    assert.deepEqual(
      [made.properties.provisioningState, made.properties.retrySettings.maxRetries],
      ['Succeeded', 3]
    );
    await put({ defaults: { deploymentName: 'nightly' } });
    const got = await batchEndpoints.get(...at, endpoint);
    assert.equal(got.properties.defaults.deploymentName, 'nightly');
    assert.ok((await names(batchEndpoints.list(...at))).includes(endpoint));
    assert.deepEqual(await names(batchDeployments.list(...at, endpoint)), ['nightly']);
    await batchEndpoints.beginUpdateAndWait(...at, endpoint, { tags: { a: 'b' } }, quick);
    const change = { properties: { description: 'each night' } };
    await batchDeployments.beginUpdateAndWait(...at, endpoint, 'nightly', change, quick);
    const deployment = await batchDeployments.get(...at, endpoint, 'nightly');
    assert.deepEqual(
      [deployment.properties.description, deployment.properties.miniBatchSize],
      ['each night', 3]
    );
  });

  it('lists keys', async () => {
    const { primaryKey, secondaryKey } = await batchEndpoints.listKeys(...at, endpoint);
    assert.notEqual(primaryKey, secondaryKey);
  });

  it('deletes both', async () => {
    const remove = () => batchDeployments.beginDeleteAndWait(...at, endpoint, 'nightly', quick);
    await assert.rejects(remove(), { statusCode: 409 });
    await put({});
    await remove();
    await assert.rejects(batchDeployments.get(...at, endpoint, 'nightly'), { statusCode: 404 });
    await batchEndpoints.beginDeleteAndWait(...at, endpoint, quick);
    await assert.rejects(batchEndpoints.get(...at, endpoint), { statusCode: 404 });
  });
});
