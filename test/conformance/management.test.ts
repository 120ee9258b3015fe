import { tmpdir } from 'node:os';
import type { ComputeInstance } from '@azure/arm-machinelearning';
import { connect, type Workspace } from 'carry-ml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';

/** The variables are given to `connect` alone: this process has no variables of a workspace itself. */
describe('the management of a local workspace', { timeout: 120_000 }, () => {
  let workspace: LocalWorkspace;
  let ws: Workspace;
  beforeAll(async () => {
    workspace = await startLocalWorkspace();
    ws = await connect({ environment: workspace.environment, from: tmpdir() });
  }, 60_000);
  afterAll(() => workspace.stop());

  it("through Microsoft's client lists workspaces, computes and jobs", async () => {
    const client = await ws.management();
    const { resourceGroup, workspace: name } = ws.id;
    const job = await ws.jobs.create({ command: 'true' });
    expect(await namesOf(client.workspaces.listByResourceGroup(resourceGroup))).toContain(name);
    expect(await namesOf(client.computeOperations.list(resourceGroup, name))).toContain('cpu');
    expect(await namesOf(client.jobs.list(resourceGroup, name))).toEqual([job.name]);
  });

  it('creates, resizes and deletes a cluster', async () => {
    const { computes } = ws;
    const made = await computes.create({ name: 'c1', size: 'LOCAL', max: 2, idleSeconds: 60 });
    expect(made).toMatchObject({ type: 'AmlCompute', scale: { min: 0, max: 2, idleSeconds: 60 } });
    const resized = await computes.resize('c1', { max: 3 });
    expect(resized.scale).toEqual({ min: 0, max: 3, idleSeconds: 60 });
    await computes.delete('c1');
    await expect(computes.get('c1')).rejects.toMatchObject({ status: 404 });
  });

  it('stops and starts an instance', async () => {
    const client = await ws.management();
    const { resourceGroup, workspace: name } = ws.id;
    const state = async () => {
      const { properties } = await client.computeOperations.get(resourceGroup, name, 'i1');
      return (properties as ComputeInstance).properties?.state;
    };
    await client.computeOperations.beginCreateOrUpdateAndWait(resourceGroup, name, 'i1', {
      location: 'local',
      properties: { computeType: 'ComputeInstance', properties: { vmSize: 'LOCAL' } }
    });
    await ws.computes.stop('i1');
    expect(await state()).toBe('Stopped');
    await ws.computes.start('i1');
    expect(await state()).toBe('Running');
  });
});

async function namesOf(list: AsyncIterable<{ name?: string }>): Promise<(string | undefined)[]> {
  const names: (string | undefined)[] = [];
  for await (const { name } of list) names.push(name);
  return names;
}
