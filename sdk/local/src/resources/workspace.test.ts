import { beforeEach, describe, expect, it } from 'vitest';
import { LongRunning } from '../protocol/long-running.js';
import type { WorkspaceFacts } from '../schemas/workspace-schema.js';
import { DocumentStore } from '../store/document-store.js';
import { OperationStore } from '../store/operation-store.js';
import { TestWorkspace } from './resources.test-support.js';
import { workspaceActionRoutes } from './workspace-actions.js';
import { groupRoutes, workspaceRoutes } from './workspace.js';

describe('the workspace', () => {
  let workspace: TestWorkspace;
  let reserve: number;
  beforeEach(() => {
    workspace = new TestWorkspace();
    reserve = 0;
    const { app, context, db } = workspace;
    const facts = new DocumentStore<WorkspaceFacts>(db, 'workspace', context.now);
    const longRunning = new LongRunning(context, new OperationStore(db, context.now));
    groupRoutes(app, context, facts);
    workspaceRoutes(app, context, { facts, longRunning });
    workspaceActionRoutes(app, context, {
      folder: '/',
      get reserve() {
        return reserve;
      }
    });
  });

  it('changes by PATCH, one property at a time', async () => {
    await workspace.call('PATCH', '/', { properties: { friendlyName: 'Mine' } });
    await workspace.call('PATCH', '/', { tags: { team: 'a' }, properties: { description: null } });
    const { body } = await workspace.call('GET', '/');
    expect(body).toMatchObject({
      tags: { team: 'a' },
      properties: { friendlyName: 'Mine', description: 'The local workspace of this machine.' }
    });
  });

  it.each([
    ['2022-10-01', 'userStorageResourceId'],
    ['2023-04-01', 'userStorageResourceId'],
    ['2023-06-01-preview', 'userStorageArmId'],
    ['2025-12-01', 'userStorageArmId']
  ])('names its storage as the api-version %s does: %s', async (version, field) => {
    const { app } = workspace;
    const url = `/listKeys?api-version=${version}`;
    const keys = (await app.inject({ method: 'POST', url })).json<Record<string, string>>();
    expect(Object.keys(keys)).toEqual([field]);
    expect(keys[field]).toContain('/storageAccounts/');
  });

  it('stays the same when it is submitted again', async () => {
    const before = (await workspace.call('GET', '/')).body;
    const asked = { location: 'east', properties: { friendlyName: 'Mine', keyVault: 'other' } };
    const { status, body } = await workspace.call('PUT', '/', asked);
    expect(status).toBe(200);
    expect(body.properties).toEqual({ ...before.properties, friendlyName: 'Mine' });
    const listed = await workspace.call(
      'GET',
      '/subscriptions/s/providers/Microsoft.MachineLearningServices/workspaces'
    );
    expect(listed.body.value).toMatchObject([{ properties: { friendlyName: 'Mine' } }]);
  });

  it('is the only one of its server, and is removed with its folder', async () => {
    const second = await workspace.call(
      'PUT',
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/two',
      { location: 'local' }
    );
    expect([second.status, second.body.error.message]).toEqual([
      409,
      expect.stringContaining("For 'two' start another server: set CARRY_HOME")
    ]);
    const template =
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.Resources/deployments/d';
    const deployed = await workspace.call('PUT', template, {});
    expect([deployed.status, deployed.body.error.message]).toEqual([
      409,
      expect.stringContaining('A server has one workspace')
    ]);
    expect((await workspace.call('DELETE', '/')).status).toBe(501);
  });

  it('has no keys', async () => {
    for (const action of ['listStorageAccountKeys', 'listNotebookKeys'])
      expect((await workspace.call('POST', `/${action}`)).body).toEqual({});
    expect((await workspace.call('POST', '/resyncKeys')).status).toBe(200);
  });

  it('is diagnosed by its free disk space', async () => {
    const results = async () =>
      (await workspace.call('POST', '/diagnose', {})).body.value as unknown as {
        storageAccountResults: unknown[];
      };
    expect((await results()).storageAccountResults).toEqual([]);
    reserve = Number.MAX_SAFE_INTEGER;
    expect((await results()).storageAccountResults).toMatchObject([
      { code: 'DiskFull', level: 'Error' }
    ]);
  });
});
