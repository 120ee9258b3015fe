import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ArmWorkspace, Connection } from '../arm/client/index.js';
import {
  fakeService,
  type FakeService,
  type Reply,
  type Seen
} from '../arm/client/fake-service.test-support.js';
import { Datastores } from './datastores.js';

describe('download of a file share', () => {
  const uri = 'azureml://datastores/workspacefilestore/paths/sums/';
  let folder: string;
  let service: FakeService;
  let properties: Record<string, string>;
  let datastores: Datastores;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'carry-datastores-'));
    properties = {};
    service = await fakeService(answer);
    const connection = new Connection({ endpoint: service.url, retryDelayMs: 1 });
    const id = { subscription: 's', resourceGroup: 'g', workspace: 'w' };
    const credential = { getToken: () => Promise.resolve(null) };
    datastores = new Datastores(new ArmWorkspace(connection, id), credential, 'suffix');
  });
  afterEach(async () => {
    await service.close();
    await rm(folder, { recursive: true });
  });

  function answer({ path, query }: Seen, url: string): Reply | undefined {
    if (path.endsWith('/listSecrets')) return { body: { secretsType: 'Sas', sasToken: 'sig=1' } };
    if (path.endsWith('/datastores/workspacefilestore')) {
      const account = { accountName: `${new URL(url).host}/account`, protocol: 'http' };
      const share = { datastoreType: 'AzureFile', fileShareName: 'share', properties };
      return {
        body: { id: path, name: 'workspacefilestore', properties: { ...account, ...share } }
      };
    }
    if (!path.startsWith('/account.blob.suffix/azureml-filestore')) return undefined;
    if (query.comp !== 'list')
      return { headers: { etag: '"1"', 'content-length': '7' }, body: '12 + 34' };
    const blob =
      '<Blob><Name>sums/a.txt</Name><Properties><Content-Length>7</Content-Length></Properties></Blob>';
    return { headers: { 'content-type': 'application/xml' }, body: listOf(blob) };
  }

  it('is refused, because its files are read by another protocol', async () => {
    await expect(datastores.download(uri, folder)).rejects.toMatchObject({
      code: 'DatastoreUnsupported',
      message: expect.stringContaining("'workspacefilestore' is of type AzureFile") as string
    });
  });

  it('reads the container that a share of the local workspace names', async () => {
    properties = { 'carry.container': 'azureml-filestore' };
    expect(await datastores.download(uri, folder)).toEqual([join(folder, 'a.txt')]);
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('12 + 34');
  });
});

function listOf(blobs: string): string {
  return `<?xml version="1.0"?><EnumerationResults><Blobs>${blobs}</Blobs><NextMarker/></EnumerationResults>`;
}
