import { tmpdir } from 'node:os';
import { connect, type Workspace } from 'carry-ml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';

/** The variables are given to `connect` alone: this process signs in to the workspace without any of its own. */
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
});

async function namesOf(list: AsyncIterable<{ name?: string }>): Promise<(string | undefined)[]> {
  const names: (string | undefined)[] = [];
  for await (const { name } of list) names.push(name);
  return names;
}
