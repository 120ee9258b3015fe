import { beforeEach, describe, expect, it } from 'vitest';
import { AssetStore } from '../store/asset-store.js';
import { dataServiceRoutes } from './data-service.js';
import { TestWorkspace } from './resources.test-support.js';

describe('the data service', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = new TestWorkspace();
    const { app, context } = workspace;
    const data = new AssetStore(workspace.db, 'data', context.now);
    const dataUri = 'azureml://datastores/workspaceblobstore/paths/t/';
    data.putVersion('table', '3', { dataUri, dataType: 'mltable' }, 'ada');
    dataServiceRoutes(app, context, { data, outputUri: () => undefined });
  });

  it('describes a table, with a URI that names its workspace', async () => {
    const { status, body } = await workspace.call('GET', '/dataversion/table/versions/3');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      isV2: true,
      dataVersion: {
        dataType: 'MLTable',
        versionId: '3',
        dataUri: expect.stringMatching(
          /^azureml:\/\/subscriptions\/.*\/datastores\/workspaceblobstore\/paths\/t\/$/
        ) as string
      }
    });
  });

  it('responds with 404 for any other version', async () => {
    const { status, body } = await workspace.call('GET', '/dataversion/table/versions/4');
    expect([status, body.error.code]).toEqual([404, 'ResourceNotFound']);
  });
});
