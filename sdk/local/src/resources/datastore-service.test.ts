import { beforeEach, describe, expect, it } from 'vitest';
import { Signatures } from '../blobs/signature.js';
import { datastoreServiceRoutes } from './datastore-service.js';
import { TestWorkspace } from './resources.test-support.js';

describe('the datastore service', () => {
  let workspace: TestWorkspace;
  let signatures: Signatures;
  beforeEach(() => {
    workspace = new TestWorkspace();
    const { app, context } = workspace;
    signatures = new Signatures(Buffer.from('key'), context.now);
    app.decorateRequest('claims', null);
    const { origin } = context;
    datastoreServiceRoutes(app, {
      declared: () => undefined,
      declaredNames: () => ['elsewhere'],
      origin,
      signatures
    });
  });

  it('opens the container of a datastore, read-only for readers', async () => {
    const { status, body } = await workspace.call('GET', '/datastores/workspaceblobstore');
    const { azureStorageSection: section } = body as unknown as {
      azureStorageSection: { accountName: string; containerName: string; sasToken: string };
    };
    expect([status, section.accountName, section.containerName]).toEqual([
      200,
      '127.0.0.1:1/local',
      'azureml-blobstore'
    ]);
    const query = new URLSearchParams(section.sasToken);
    const granted = signatures.permissions(query, 'azureml-blobstore');
    expect(granted).toContain('r');
    expect(granted).not.toContain('w');
    expect(signatures.permissions(query, 'azureml')).toMatchObject({ status: 403 });
  });

  it('lists the datastores of the workspace, of which one is the default', async () => {
    const { body } = await workspace.call('GET', '/datastores');
    expect(body.value.map(({ name }) => name)).toEqual([
      'workspaceblobstore',
      'workspaceartifactstore',
      'workspacefilestore',
      'workspaceworkingdirectory'
    ]);
    const chosen = await workspace.call('GET', '/default');
    expect(chosen.body).toMatchObject({ name: 'workspaceblobstore', isDefault: true });
  });

  it('responds with 404 for any other datastore', async () => {
    const { status, body } = await workspace.call('GET', '/datastores/other');
    expect([status, body.error.code]).toEqual([404, 'ResourceNotFound']);
  });
});
