import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import LibsqlDatabase from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BlobFiles } from '../blobs/blob-files.js';
import type { StoredJob } from '../store/job-store.js';
import { copyOutputs } from './copy-output.js';

describe('the copy of an output', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'copies-'));
    mkdirSync(from('folder'), { recursive: true });
    writeFileSync(from('folder', 'a'), 'mine');
    writeFileSync(join(root, 'private'), 'not mine');
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });
  const container = (...path: string[]) => join(root, 'blobs', 'azureml-blobstore', ...path);
  const from = (...path: string[]) => container('azureml', 'before', 'out', ...path);
  const copy = async () => {
    const uri = 'azureml://datastores/workspaceblobstore/paths/copy';
    const job = { properties: { outputs: { out: { jobOutputType: 'uri_folder', uri } } } };
    await copyOutputs('before', job as unknown as StoredJob, {
      blobs: new BlobFiles(join(root, 'blobs'), new LibsqlDatabase(':memory:')),
      origin: () => 'https://127.0.0.1:1',
      findAsset: () => undefined,
      declared: () => undefined,
      currentUrl: url => url,
      outputUri: () => undefined
    });
  };

  it('refers by its links to its own files', async () => {
    symlinkSync('a', from('folder', 'relative'));
    symlinkSync(from('folder'), from('absolute'));
    await copy();
    expect(readlinkSync(container('copy', 'folder', 'relative'))).toBe('a');
    expect(readlinkSync(container('copy', 'absolute'))).toBe('folder');
    expect(readFileSync(container('copy', 'absolute', 'relative'), 'utf8')).toBe('mine');
  });

  it('has no link to a file of somebody else, nor its content', async () => {
    symlinkSync(join(root, 'private'), from('stolen'));
    symlinkSync('../../../../../private', from('folder', 'stolen'));
    symlinkSync('nowhere', from('dangling'));
    await copy();
    for (const name of ['stolen', 'folder/stolen', 'dangling'])
      expect(lstatSync(container('copy', name), { throwIfNoEntry: false })).toBeUndefined();
    expect(readFileSync(container('copy', 'folder', 'a'), 'utf8')).toBe('mine');
  });

  it('is made again over an earlier one, without writing through its links', async () => {
    symlinkSync('a', from('folder', 'link'));
    await copy();
    rmSync(container('copy', 'folder', 'a'));
    symlinkSync(join(root, 'private'), container('copy', 'folder', 'a'));
    await copy();
    expect(readFileSync(container('copy', 'folder', 'link'), 'utf8')).toBe('mine');
    expect(readFileSync(join(root, 'private'), 'utf8')).toBe('not mine');
    expect(existsSync(container('copy', 'folder'))).toBe(true);
  });
});
