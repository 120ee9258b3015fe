import { beforeEach, describe, expect, it } from 'vitest';
import { Signatures } from '../blobs/signature.js';
import { DocumentStore } from '../store/document-store.js';
import { datastoreRoutes } from './datastores.js';
import { TestWorkspace } from './resources.test-support.js';

const secrets = { secretsType: 'AccountKey', key: 'hush' };
const blob = {
  properties: {
    datastoreType: 'AzureBlob',
    accountName: 'lab',
    containerName: 'images',
    credentials: { credentialsType: 'AccountKey', secrets }
  }
};

const defaults = [
  'workspaceblobstore',
  'workspaceartifactstore',
  'workspacefilestore',
  'workspaceworkingdirectory'
];

describe('datastores', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = new TestWorkspace();
    const { app, context, db } = workspace;
    datastoreRoutes(app, context, {
      signatures: new Signatures(Buffer.from('key'), context.now),
      declared: new DocumentStore(db, 'datastores', context.now)
    });
  });

  it('respond with 201 for a new one and 200 for a changed one', async () => {
    expect((await workspace.call('PUT', '/datastores/lab', blob)).status).toBe(201);
    expect((await workspace.call('PUT', '/datastores/lab', blob)).status).toBe(200);
  });

  it('have case-insensitive names', async () => {
    await workspace.call('PUT', '/datastores/lab', blob);
    expect((await workspace.call('PUT', '/datastores/LAB', blob)).status).toBe(200);
    expect((await workspace.call('POST', '/datastores/Lab/listSecrets')).body).toEqual(secrets);
    const defaultDatastore = '/datastores/WorkspaceBlobStore';
    expect((await workspace.call('GET', defaultDatastore)).body).toMatchObject({
      name: 'workspaceblobstore'
    });
    expect((await workspace.call('POST', `${defaultDatastore}/listSecrets`)).status).toBe(200);
    expect((await workspace.call('PUT', defaultDatastore, blob)).status).toBe(409);
    expect((await workspace.call('DELETE', '/datastores/LAB')).status).toBe(200);
  });

  it('return secrets by listSecrets only', async () => {
    const put = await workspace.call('PUT', '/datastores/lab', blob);
    const get = await workspace.call('GET', '/datastores/lab');
    const list = await workspace.call('GET', '/datastores');
    expect(JSON.stringify([put, get, list])).not.toContain('hush');
    expect(get.body.properties.credentials).toEqual({
      credentialsType: 'AccountKey',
      secrets: { secretsType: 'AccountKey' }
    });
    expect((await workspace.call('POST', '/datastores/lab/listSecrets')).body).toEqual(secrets);
  });

  it('reject an unknown type, naming the body', async () => {
    const wrong = { properties: { ...blob.properties, datastoreType: 'Floppy' } };
    const { status, body } = await workspace.call('PUT', '/datastores/lab', wrong);
    expect([status, body.error.code]).toEqual([400, 'ValidationError']);
  });

  it('reject a file share without its name', async () => {
    const share = { properties: { ...blob.properties, datastoreType: 'AzureFile' } };
    expect((await workspace.call('PUT', '/datastores/lab', share)).status).toBe(400);
  });

  it('are listed by default, by name and page by page', async () => {
    await workspace.call('PUT', '/datastores/lab', blob);
    const names = async (query: string) =>
      (await workspace.call('GET', `/datastores?${query}`)).body.value.map(d => d.name);
    expect(await names('')).toEqual([...defaults, 'lab']);
    expect(await names('isDefault=true')).toEqual(['workspaceblobstore']);
    expect(await names('names=lab')).toEqual(['lab']);
    expect(await names('searchText=artifact')).toEqual(['workspaceartifactstore']);
    expect(await names('count=2&$skip=4')).toEqual(['lab']);
    expect(await names('orderBy=name&orderByAsc=true')).toEqual(['lab', ...defaults.toSorted()]);
    expect((await names('orderBy=createdtime'))[0]).toBe('lab');
    expect((await names('orderBy=modifiedtime&orderByAsc=True'))[4]).toBe('lab');
    expect((await workspace.call('GET', '/datastores?isDefault=maybe')).status).toBe(400);
    const page = await workspace.call('GET', '/datastores?count=2');
    expect(page.body.nextLink).toContain('skip=2');
  });

  it.each(defaults)('include %s, which cannot change', async name => {
    expect((await workspace.call('PUT', `/datastores/${name}`, blob)).status).toBe(409);
    expect((await workspace.call('DELETE', `/datastores/${name}`)).status).toBe(409);
  });

  it.each([
    ['workspacefilestore', 'azureml-filestore'],
    ['workspaceworkingdirectory', 'code']
  ])('include the file share of %s, with a signature that opens it', async (name, share) => {
    const { properties } = (await workspace.call('GET', `/datastores/${name}`)).body;
    expect(properties).toMatchObject({
      datastoreType: 'AzureFile',
      fileShareName: share,
      accountName: '127.0.0.1:1/local',
      isDefault: false,
      properties: { 'carry.container': share }
    });
    expect(properties).not.toHaveProperty('containerName');
    const { status, body } = await workspace.call('POST', `/datastores/${name}/listSecrets`);
    expect([status, body]).toMatchObject([200, { secretsType: 'Sas' }]);
  });

  it('respond with 200 when deleted and 204 when missing', async () => {
    await workspace.call('PUT', '/datastores/lab', blob);
    expect((await workspace.call('DELETE', '/datastores/lab')).status).toBe(200);
    expect((await workspace.call('DELETE', '/datastores/lab')).status).toBe(204);
    expect((await workspace.call('POST', '/datastores/lab/listSecrets')).status).toBe(404);
  });
});
