import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ContainerClient } from '@azure/storage-blob';
import { withoutTrailingSlashes } from 'carry-ml/arm';
import { fail } from './errors.js';
import { isBlobName } from '../blobs/blob-path.js';
import { fullDisk } from '../protocol/full-disk.js';
import { withoutSignature, type RemoteData } from './remote-data.js';

/** The input to fetch, and where to store it. */
export interface Fetching {
  input: string;
  /** The URI in the job; it may end in a signature. */
  uri: string;
  isFile: boolean;
  /** The folder of the input; created when missing. */
  folder: string;
}

const HOUR_MS = 3_600_000;

/** Downloads one blob, or all blobs below a path, and resolves to the file or folder. Throws InputNotFetched. */
export async function fetchBlobs(data: RemoteData, fetching: Fetching): Promise<string> {
  const { input, uri, isFile, folder } = fetching;
  try {
    const container = await open(data);
    const path = withoutTrailingSlashes(data.path);
    await mkdir(folder, { recursive: true });
    if (isFile) return await fetchOne(container, path, join(folder, basename(path)));
    let found = 0;
    const prefix = path === '' ? '' : `${path}/`;
    for await (const { name, metadata } of container.listBlobsFlat({
      prefix,
      includeMetadata: true
    })) {
      const below = name.slice(prefix.length);
      // A data lake lists its folders among the files. Names that lead out of the folder are skipped.
      if (metadata?.hdi_isfolder === 'true' || !isBlobName(below)) continue;
      found += 1;
      await fetchOne(container, name, join(folder, below));
    }
    if (found > 0) return folder;
    throw new NoContent('there are no blobs below that path');
  } catch (error) {
    if (fullDisk(error)) throw error;
    throw fail(
      'InputNotFetched',
      { input, source: withoutSignature(uri), reason: reason(error) },
      { cause: error instanceof NoContent ? undefined : withoutRequest(error) }
    );
  }
}

class NoContent extends Error {}

async function open({ container, access }: RemoteData): Promise<ContainerClient> {
  const storage = await import('@azure/storage-blob');
  const client = (token: string) =>
    new storage.ContainerClient(token ? `${container}?${token}` : container, undefined, {
      // Few retries: the job waits until the connection succeeds or fails.
      retryOptions: { maxTries: 2, retryDelayInMs: 500, maxRetryDelayInMs: 500 }
    });
  if (access.kind === 'open') return client('');
  if (access.kind === 'sas') return client(access.token);
  const signed = storage.generateBlobSASQueryParameters(
    {
      containerName: container.slice(container.lastIndexOf('/') + 1),
      permissions: storage.ContainerSASPermissions.parse('rl'),
      // The clocks of two machines may differ, and a download may take hours.
      startsOn: new Date(Date.now() - HOUR_MS / 4),
      expiresOn: new Date(Date.now() + HOUR_MS * 24)
    },
    new storage.StorageSharedKeyCredential(access.account, access.key)
  );
  return client(signed.toString());
}

async function fetchOne(container: ContainerClient, name: string, file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  const { readableStreamBody } = await container.getBlobClient(name).download();
  if (!readableStreamBody) throw new NoContent('it has no content');
  await pipeline(readableStreamBody, createWriteStream(file));
  return file;
}

/** Describes an error in our own words: the library's message may contain the URL with its signature. */
function reason(error: unknown): string {
  if (error instanceof NoContent) return error.message;
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (statusCode !== undefined)
    return `the storage account responded with ${statusCode}${code ? ` (${code})` : ''}`;
  return `the storage account was not reached${code ? ` (${code})` : ''}`;
}

function withoutRequest(error: unknown): Error {
  return new Error(reason(error));
}
