import { beforeEach, describe, expect, it } from 'vitest';
import { EndpointWorkspace } from './endpoints.test-support.js';

let workspace: EndpointWorkspace;
beforeEach(() => {
  workspace = new EndpointWorkspace();
});
const get = (url: string) => workspace.call('GET', url);

describe('endpoints', () => {
  it('respond with 201 when new and 200 when changed', async () => {
    const made = await workspace.endpoint('adder', { description: 'adds' });
    expect([made.status, made.body.properties]).toMatchObject([
      201,
      {
        description: 'adds',
        provisioningState: 'Succeeded',
        traffic: {},
        scoringUri: 'https://127.0.0.1:1/inference/adder/score'
      }
    ]);
    expect((await workspace.endpoint('adder')).status).toBe(200);
  });

  it.each(['ab', '1st', 'has_underscore', 'ends-', 'x'.repeat(33)])(
    'may not be named %s',
    async name => {
      const { status, body } = await workspace.endpoint(name);
      expect([status, body.error.code]).toEqual([400, 'ValidationError']);
      expect(body.error.message).toMatch(/3 to 32 characters/);
    }
  );

  it('accept their authMode in any case, as azure-ai-ml sends it, and no other', async () => {
    const { body } = await workspace.endpoint('adder', { authMode: 'aadToken' });
    expect(body.properties.authMode).toBe('AADToken');
    const none = await workspace.endpoint('open', { authMode: 'None' });
    expect(none.body.error.message).toMatch(/must be one of Key, AMLToken, AADToken/);
  });

  it('share their names: an online endpoint cannot become a batch endpoint', async () => {
    await workspace.endpoint('adder');
    const batch = { location: 'local', properties: { authMode: 'AADToken' } };
    expect((await workspace.call('PUT', '/batchEndpoints/ADDER', batch)).status).toBe(409);
    expect((await get('/batchEndpoints/adder')).status).toBe(404);
    expect((await get('/onlineEndpoints/ADDER')).body.name).toBe('adder');
  });

  it('have random keys, which only listKeys returns', async () => {
    const made = await workspace.endpoint('adder', { keys: { primaryKey: 'mine' } });
    const { primaryKey, secondaryKey } = await workspace.keys('adder');
    expect(primaryKey).toBe('mine');
    expect(secondaryKey).toMatch(/^[\w-]{43}$/);
    const listed = JSON.stringify([made, await get('/onlineEndpoints')]);
    expect(listed).not.toMatch(new RegExp(`mine|${secondaryKey}|"keys"`));
  });

  it('regenerate one key and keep the other', async () => {
    await workspace.endpoint('adder');
    const before = await workspace.keys('adder');
    const regenerate = (body: object) =>
      workspace.call('POST', '/onlineEndpoints/adder/regenerateKeys', body);
    // azure-ai-ml sends the key that is to be replaced.
    const sent = await regenerate({ keyType: 'Primary', keyValue: before.primaryKey });
    const after = await workspace.keys('adder');
    expect([sent.status, after.secondaryKey]).toEqual([202, before.secondaryKey]);
    expect(after.primaryKey).not.toBe(before.primaryKey);
    await regenerate({ keyType: 'Secondary', keyValue: 'chosen' });
    expect((await workspace.keys('adder')).secondaryKey).toBe('chosen');
  });

  it('may name deployments to come, created or updated, until they have one', async () => {
    const created = await workspace.endpoint('adder', { traffic: { blue: 100 } });
    expect([created.status, created.body.properties.traffic]).toEqual([201, { blue: 100 }]);
    const updated = await workspace.endpoint('adder', { traffic: { green: 100 } });
    expect([updated.status, updated.body.properties.traffic]).toEqual([200, { green: 100 }]);
    await workspace.deployment('adder', 'green');
    const refused = await workspace.endpoint('adder', { traffic: { blue: 100 } });
    expect([refused.status, refused.body.error.message]).toEqual([
      400,
      expect.stringContaining("no deployment 'blue'")
    ]);
  });

  it.each([-1, 101])('refuse %i percent, created or updated', async percent => {
    const wrong = () => workspace.endpoint('adder', { traffic: { blue: percent } });
    expect((await wrong()).status).toBe(400);
    await workspace.endpoint('adder', {});
    expect((await wrong()).status).toBe(400);
  });

  it('keep rules that did not change', async () => {
    await workspace.endpoint('adder', { traffic: { blue: 100 } });
    await workspace.deployment('adder', 'green');
    expect((await workspace.endpoint('adder', { traffic: { blue: 100 } })).status).toBe(200);
  });

  it('change only tags and identity by PATCH', async () => {
    await workspace.endpoint('adder', { description: 'stays' });
    const patch = (body: object) => workspace.call('PATCH', '/onlineEndpoints/adder', body);
    await patch({ tags: { team: 'a', old: 'x' } });
    const { status, body } = await patch({
      tags: { old: null },
      identity: { type: 'SystemAssigned,UserAssigned', userAssignedIdentities: { id: {} } }
    });
    expect([status, body]).toMatchObject([
      200,
      {
        tags: { team: 'a' },
        identity: { userAssignedIdentities: { id: { clientId: expect.any(String) as string } } },
        properties: { description: 'stays' }
      }
    ]);
    expect(body).not.toHaveProperty('tags.old');
  });

  it('have at most 50 tags, as any resource of Azure Resource Manager', async () => {
    const tags = (from: number, to: number) =>
      Object.fromEntries(Array.from({ length: to - from }, (_, i) => [`t${from + i}`, 'x']));
    await workspace.endpoint('adder');
    const patch = async (wanted: object) => {
      const answer = await workspace.call('PATCH', '/onlineEndpoints/adder', { tags: wanted });
      return [answer.status, (answer.body as { error?: { code: string } }).error?.code];
    };
    expect(await patch(tags(0, 51))).toEqual([400, 'ValidationError']);
    expect(await patch({ long: 'x'.repeat(257) })).toEqual([400, 'ValidationError']);
    expect(await patch({ ['x'.repeat(513)]: 'long' })).toEqual([400, 'ValidationError']);
    expect(await patch(tags(0, 50))).toEqual([200, undefined]);
    expect(await patch({ more: 'x' })).toEqual([400, 'TooManyTags']);
    expect(await patch({ more: 'x', t0: null })).toEqual([200, undefined]);
  });

  it('are listed newest first, in pages and by filters', async () => {
    await workspace.endpoint('one', { properties: { a: '1' } });
    await workspace.endpoint('two', { compute: 'k8s' });
    await workspace.endpoint('three', { properties: { a: '2' } });
    const names = async (query: string) =>
      (await get(`/onlineEndpoints?${query}`)).body.value.map(e => e.name);
    expect(await names('')).toEqual(['three', 'two', 'one']);
    expect(await names('orderBy=CreatedAtAsc&count=2')).toEqual(['one', 'two']);
    expect(await names('orderBy=CreatedAtAsc&count=2&$skip=2')).toEqual(['three']);
    expect(await names('computeType=Kubernetes')).toEqual(['two']);
    expect(await names('properties=a=2')).toEqual(['three']);
    expect(await names('properties=a&name=ONE')).toEqual(['one']);
    expect((await get('/batchEndpoints')).body.value).toEqual([]);
  });

  it('are deleted together with their deployments', async () => {
    await workspace.endpoint('adder');
    await workspace.deployment('adder', 'blue');
    const remove = () => workspace.call('DELETE', '/onlineEndpoints/adder');
    expect((await remove()).status).toBe(202);
    expect((await remove()).status).toBe(204);
    await workspace.endpoint('adder');
    expect((await get('/onlineEndpoints/adder/deployments')).body.value).toEqual([]);
  });
});

describe('batch endpoints', () => {
  const put = (url: string, properties: object) =>
    workspace.call('PUT', `/batchEndpoints/${url}`, { location: 'local', properties });
  const deploy = (name: string, properties: object = {}) =>
    put(`sums/deployments/${name}`, {
      model: { referenceType: 'Id', assetId: 'azureml:adder@latest' },
      ...properties
    });
  beforeEach(async () => {
    await put('sums', { authMode: 'AADToken' });
  });

  it('get the defaults of Azure and a pinned model for their deployments', async () => {
    const { status, body } = await deploy('nightly', { resources: { properties: { a: {} } } });
    expect([status, body.properties]).toMatchObject([
      201,
      {
        model: { assetId: 'azureml:adder:1' },
        miniBatchSize: 10,
        retrySettings: { maxRetries: 3 },
        resources: { instanceCount: 1, properties: { a: {} } }
      }
    ]);
  });

  it('reject an unknown default, model, compute or environment', async () => {
    await deploy('hourly');
    const defaults = { deploymentName: 'nightly' };
    expect((await put('sums', { authMode: 'AADToken', defaults })).status).toBe(400);
    const model = { referenceType: 'Id', assetId: 'azureml:nope:1' };
    expect((await deploy('nightly', { model })).body.error.message).toMatch(/azureml:nope:1/);
    const unnamed = await deploy('nightly', { model: { referenceType: 'Id' } });
    expect(unnamed.body.error.message).toMatch(/needs an assetId/);
    expect((await deploy('nightly', { compute: 'azureml:gpu' })).body.error.message).toMatch(/cpu/);
    const environmentId = 'azureml:nope:1';
    expect((await deploy('nightly', { environmentId })).body.error.message).toMatch(
      /no 'azureml:nope:1' among the environments/
    );
  });

  it('may have a default deployment to come, created or updated, until they have one', async () => {
    const named = (deploymentName: string) => ({
      authMode: 'AADToken',
      defaults: { deploymentName }
    });
    expect((await put('early', named('nightly'))).status).toBe(201);
    expect((await put('early', named('hourly'))).status).toBe(200);
  });

  it('keep their default deployment until they have another one', async () => {
    await deploy('nightly');
    await put('sums', { authMode: 'AADToken', defaults: { deploymentName: 'NIGHTLY' } });
    const { properties } = (await get('/batchEndpoints/sums')).body;
    expect(properties.defaults).toEqual({ deploymentName: 'nightly' });
    const remove = () => workspace.call('DELETE', '/batchEndpoints/sums/deployments/nightly');
    expect((await remove()).status).toBe(409);
    await put('sums', { authMode: 'AADToken' });
    expect((await remove()).status).toBe(202);
  });

  it('change the description of a deployment by PATCH', async () => {
    await deploy('nightly');
    const { body } = await workspace.call('PATCH', '/batchEndpoints/sums/deployments/nightly', {
      properties: { description: 'new' }
    });
    expect(body.properties).toMatchObject({ description: 'new', miniBatchSize: 10 });
  });
});
