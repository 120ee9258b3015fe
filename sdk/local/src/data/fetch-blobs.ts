import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ContainerClient } from '@azure/storage-blob';
import { fail } from './errors.js';
import { isBlobName } from '../blobs/blob-path.js';
import { fullDisk } from '../protocol/full-disk.js';
import { withoutSignature, type RemoteData } from './remote-data.js';

/** What is fetched for which input, and where it is put. */
export interface Fetching {
  input: string;
  /** As the job names it; it may end in a signature. */
  uri: string;
  isFile: boolean;
  /** The folder of the input; it need not be there. */
  folder: string;
}

const HOUR = 3_600_000;

/** Brings one blob, or all below a path, to this machine; answers the file or folder. */
export async function fetchBlobs(data: RemoteData, fetching: Fetching): Promise<string> {
  const { input, uri, isFile, folder } = fetching;
  try {
    const container = await open(data);
    const path = data.path.replace(/\/+$/, '');
    await mkdir(folder, { recursive: true });
    if (isFile) return await fetchOne(container, path, join(folder, basename(path)));
    let found = 0;
    const prefix = path === '' ? '' : `${path}/`;
    for await (const { name, metadata } of container.listBlobsFlat({
      prefix,
      includeMetadata: true
    })) {
      const below = name.slice(prefix.length);
      // A data lake lists its folders among the files; a name that leads out of the folder is nobody's file.
      if (metadata?.hdi_isfolder === 'true' || !isBlobName(below)) continue;
      found += 1;
      await fetchOne(container, name, join(folder, below));
    }
    if (found > 0) return folder;
    throw new NothingThere('there are no blobs below that path');
  } catch (error) {
    if (fullDisk(error)) throw error;
    throw fail(
      'InputNotFetched',
      { input, source: withoutSignature(uri), reason: reason(error) },
      { cause: error instanceof NothingThere ? undefined : withoutRequest(error) }
    );
  }
}

class NothingThere extends Error {}

async function open({ container, access }: RemoteData): Promise<ContainerClient> {
  const storage = await import('@azure/storage-blob');
  const client = (token: string) =>
    new storage.ContainerClient(token ? `${container}?${token}` : container, undefined, {
      // An account that cannot be reached is told of soon: the job waits for it.
      retryOptions: { maxTries: 2, retryDelayInMs: 500, maxRetryDelayInMs: 500 }
    });
  if (access.kind === 'open') return client('');
  if (access.kind === 'sas') return client(access.token);
  const signed = storage.generateBlobSASQueryParameters(
    {
      containerName: container.slice(container.lastIndexOf('/') + 1),
      permissions: storage.ContainerSASPermissions.parse('rl'),
      // The clocks of two machines differ; an input may take hours to come.
      startsOn: new Date(Date.now() - HOUR / 4),
      expiresOn: new Date(Date.now() + HOUR * 24)
    },
    new storage.StorageSharedKeyCredential(access.account, access.key)
  );
  return client(signed.toString());
}

async function fetchOne(container: ContainerClient, name: string, file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  const { readableStreamBody } = await container.getBlobClient(name).download();
  if (!readableStreamBody) throw new NothingThere('it has no content');
  await pipeline(readableStreamBody, createWriteStream(file));
  return file;
}

/** The library's own sentences may hold the whole URL, with its signature. */
function reason(error: unknown): string {
  if (error instanceof NothingThere) return error.message;
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (statusCode !== undefined)
    return `the storage answered ${statusCode}${code ? ` (${code})` : ''}`;
  return `the storage was not reached${code ? ` (${code})` : ''}`;
}

function withoutRequest(error: unknown): Error {
  return new Error(reason(error));
}
