import { beforeEach, describe, expect, it } from 'vitest';
import { EndpointWorkspace } from './endpoints.test-support.js';

describe('deployments of an online endpoint', () => {
  let workspace: EndpointWorkspace;
  const base = '/onlineEndpoints/adder/deployments';
  beforeEach(async () => {
    workspace = new EndpointWorkspace();
    await workspace.endpoint('adder');
  });
  const deploy = (name: string, properties?: object) =>
    workspace.deployment('adder', name, properties);

  it('get the defaults of Azure', async () => {
    const { status, body } = await deploy('blue', { livenessProbe: { period: 'PT1S' } });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      sku: { name: 'Default', capacity: 1 },
      properties: {
        provisioningState: 'Succeeded',
        instanceType: 'LOCAL',
        scaleSettings: { scaleType: 'Default' },
        livenessProbe: { period: 'PT1S', failureThreshold: 30 }
      }
    });
    expect((await deploy('blue')).status).toBe(200);
  });

  it.each([
    ['model', 'azureml:nope:1'],
    ['environmentId', '/subscriptions/s/environments/nope/versions/1'],
    ['codeConfiguration', { codeId: 'azureml:nope:1', scoringScript: 'score.py' }]
  ])('reject a %s that the workspace does not have', async (field, value) => {
    const { status, body } = await deploy('blue', { [field]: value });
    expect([status, body.error.code]).toEqual([400, 'UserError']);
    expect(body.error.message).toMatch(/There is no '.*nope.*' among the/);
  });

  it('accept a path as a model, and pin the latest version of a named one', async () => {
    const path = 'azureml://datastores/workspaceblobstore/paths/m';
    expect((await deploy('blue', { model: path })).body.properties.model).toBe(path);
    const named = await deploy('blue', { model: 'azureml:adder@latest' });
    expect(named.body.properties.model).toBe('azureml:adder:1');
  });

  it('are not created for an endpoint that does not exist', async () => {
    expect((await workspace.deployment('nope', 'blue')).status).toBe(404);
  });

  it('keep their type', async () => {
    await deploy('blue');
    expect((await deploy('blue', { endpointComputeType: 'Kubernetes' })).status).toBe(409);
    expect((await deploy('aks', { endpointComputeType: 'AzureMLCompute' })).status).toBe(501);
  });

  it('scale and change tags by PATCH', async () => {
    await deploy('blue');
    const { status, body } = await workspace.call('PATCH', `${base}/blue`, {
      tags: { a: 'b' },
      sku: { capacity: 3 }
    });
    expect([status, body]).toMatchObject([
      200,
      {
        tags: { a: 'b' },
        sku: { name: 'Default', capacity: 3 },
        properties: { instanceType: 'LOCAL' }
      }
    ]);
  });

  it('keep their size when they are declared without one, and accept an identity by PATCH', async () => {
    const put = (sku: object) =>
      workspace.call('PUT', `${base}/blue`, {
        location: 'local',
        sku,
        properties: { endpointComputeType: 'Managed' }
      });
    expect((await put({ name: 'Default', capacity: null })).body).toMatchObject({
      sku: { name: 'Default', capacity: 1 }
    });
    const { body } = await workspace.call('PATCH', `${base}/blue`, {
      identity: { userAssignedIdentities: { id: {} } }
    });
    expect(body).toMatchObject({ identity: { type: 'None' } });
  });

  it('reject an invalid duration', async () => {
    const { status, body } = await deploy('blue', { livenessProbe: { period: '10 seconds' } });
    expect([status, body.error.code]).toEqual([400, 'ValidationError']);
  });

  it('are not deleted while they have traffic, live or mirrored', async () => {
    await deploy('blue');
    await deploy('green');
    const remove = (name: string) => workspace.call('DELETE', `${base}/${name}`);
    await workspace.endpoint('adder', { traffic: { blue: 100 }, mirrorTraffic: { green: 10 } });
    for (const name of ['blue', 'green']) {
      const { status, body } = await remove(name);
      expect([status, body.error.code]).toEqual([409, 'Conflict']);
    }
    await workspace.endpoint('adder', { traffic: { blue: 0, green: 100 } });
    expect((await remove('blue')).status).toBe(202);
    expect((await remove('blue')).status).toBe(204);
    const { properties } = (await workspace.call('GET', '/onlineEndpoints/adder')).body;
    expect(properties.traffic).toEqual({ green: 100 });
  });

  it('say in their log that no process runs, and list their sizes', async () => {
    await deploy('blue');
    const logs = await workspace.call('POST', `${base}/blue/getLogs`, { tail: 5 });
    expect(logs.body).toMatchObject({ content: expect.stringContaining("'blue'") as string });
    const { body } = await workspace.call('GET', `${base}/blue/skus`);
    expect(body.value).toMatchObject([{ sku: { name: 'Default' }, capacity: { minimum: 1 } }]);
  });
});
