import { availableParallelism } from 'node:os';
import { beforeEach, describe, expect, it } from 'vitest';
import { absentRoutes } from './absent.js';
import { capacityRoutes } from './capacity.js';
import { TestWorkspace } from './resources.test-support.js';

const at = '/subscriptions/s/providers/Microsoft.MachineLearningServices/locations/local';

describe('the capacity of a location', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = new TestWorkspace();
    capacityRoutes(workspace.app, workspace.context, () => 3);
    absentRoutes(workspace.app);
  });

  it('is used by the jobs that run', async () => {
    const { body } = await workspace.call('GET', `${at}/usages`);
    expect(body.value).toMatchObject([{ currentValue: 3, limit: availableParallelism() }]);
  });

  it('is limited by the cores of the machine', async () => {
    const { body } = await workspace.call('GET', `${at}/quotas`);
    expect(body.value).toMatchObject([{ limit: availableParallelism() }]);
  });

  it('does not change on request', async () => {
    const value = [{ id: '/q', type: 'x', limit: 1000, unit: 'Count' }];
    const { body } = await workspace.call('POST', `${at}/updateQuotas`, { value });
    expect(body.value).toMatchObject([
      { id: '/q', limit: availableParallelism(), status: 'OperationNotSupportedForSku' }
    ]);
  });

  it('has one machine size', async () => {
    const { body } = await workspace.call('GET', `${at}/vmSizes`);
    expect(body.value).toMatchObject([{ name: 'LOCAL', vCPUs: availableParallelism() }]);
  });

  it('has no private network and no optional features', async () => {
    for (const list of ['features', 'privateEndpointConnections', 'privateLinkResources'])
      expect((await workspace.call('GET', `/${list}`)).body).toEqual({ value: [] });
    expect((await workspace.call('GET', '/privateEndpointConnections/x')).status).toBe(404);
    expect((await workspace.call('DELETE', '/privateEndpointConnections/x')).status).toBe(204);
  });
});
