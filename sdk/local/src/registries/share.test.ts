import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BlobFiles } from '../blobs/blob-files.js';
import { Signatures } from '../blobs/signature.js';
import { dataPath } from '../data/data-path.js';
import type { AssetOwner } from '../resources/assets/asset-scope.js';
import { PendingUploads } from '../resources/assets/pending-upload.js';
import { TestWorkspace } from '../resources/resources.test-support.js';
import { WORKSPACE_GUID } from '../workspace-id.js';
import { RegistryStore } from '../store/registry-store.js';
import { shareAsset, type ShareDeps } from './share.js';

describe('sharing an asset of the workspace', () => {
  let folder: string;
  let deps: ShareDeps;
  let registry: AssetOwner;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'carry-share-'));
    const { context, db } = new TestWorkspace();
    const files = new BlobFiles(folder, db);
    const uploads = new PendingUploads(context, files, new Signatures(Buffer.from('k'), Date.now));
    const stores = new RegistryStore(db, context.now);
    const data = {
      blobs: files,
      origin: context.origin,
      findAsset: () => undefined,
      declared: () => undefined,
      currentUrl: (url: string) => url,
      outputUri: () => undefined
    };
    deps = { assets: stores.assets('workspace'), data, files, uploads };
    const place = "the registry 'shared'";
    registry = { id: '/r', type: 'registries', place, assets: stores.assets('shared') };

    mkdirSync(join(folder, 'azureml-blobstore', 'm'), { recursive: true });
    writeFileSync(join(folder, 'azureml-blobstore', 'm', 'weights'), 'one');
    const modelUri = 'azureml://datastores/workspaceblobstore/paths/m';
    deps.assets.models.putVersion('m', '1', { modelUri, description: 'first' }, 'ada');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const id = (kind: string, name: string, version = '1') =>
    `azureml://locations/local/workspaces/${WORKSPACE_GUID}/${kind}/${name}/versions/${version}`;
  const share = (sourceAssetId: string, to = {}) =>
    shareAsset({ sourceAssetId, ...to }, registry, 'bob', deps);
  const shared = (name: string, version: string) => {
    const found = registry.assets.models.version(name, version);
    return { ...found, path: dataPath(String(found?.properties.modelUri), deps.data) ?? '' };
  };

  it('keeps its name, its version and its properties', async () => {
    await share(id('models', 'm'));
    expect(shared('m', '1')).toMatchObject({
      createdBy: 'bob',
      properties: { description: 'first' }
    });
  });

  it('copies the content, independent of the original', async () => {
    await share(id('models', 'm'), { destinationName: 'n', destinationVersion: '7' });
    writeFileSync(join(folder, 'azureml-blobstore', 'm', 'weights'), 'two');
    expect(readFileSync(join(shared('n', '7').path, 'weights'), 'utf8')).toBe('one');
  });

  it('does not copy a link to outside the asset', async () => {
    symlinkSync('/etc/hostname', join(folder, 'azureml-blobstore', 'm', 'link'));
    await share(id('models', 'm'));
    expect(() => readFileSync(join(shared('m', '1').path, 'link'))).toThrow('ENOENT');
  });

  it('does not copy content on the web', async () => {
    const dataUri = 'https://example.com/d.csv';
    deps.assets.data.putVersion('d', '1', { dataUri, dataType: 'uri_file' }, 'ada');
    await share(id('data', 'd'));
    expect(registry.assets.data.version('d', '1')?.properties).toMatchObject({ dataUri });
  });

  it('rejects an existing version', async () => {
    await share(id('models', 'm'));
    await expect(share(id('models', 'm'))).rejects.toThrow("'m:1' is in the registry 'shared'");
  });

  it('rejects an asset without content', async () => {
    rmSync(join(folder, 'azureml-blobstore', 'm'), { recursive: true });
    await expect(share(id('models', 'm'))).rejects.toMatchObject({ code: 'UserError' });
    expect(registry.assets.models.version('m', '1')).toBeUndefined();
  });

  it('lets one of two requests for the same version succeed', async () => {
    const ends = await Promise.allSettled([share(id('models', 'm')), share(id('models', 'm'))]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it.each([
    id('models', 'other'),
    id('codes', 'm'),
    id('constructor', 'm'),
    id('models', 'm').replace(WORKSPACE_GUID, 'another'),
    'azureml:m:1'
  ])('rejects %s', async source => {
    await expect(share(source)).rejects.toThrow('cannot be shared');
  });
});
