import { mkdir } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import type * as Storage from '@azure/storage-blob';
import { loopbackAgent, userAgent, type Connection } from '../arm/client/index.js';
import { fail } from './errors.js';
import { inParallel } from './parallel.js';
import { storageError } from './storage-error.js';

/** A file to upload: a local one, or content that was made. */
export interface UploadFile {
  /** Path below the prefix, with `/`. */
  path: string;
  source?: string;
  content?: string;
}

/** How a container lets us in, when not by a signature in its URL. */
export type BlobCredential = Parameters<typeof Storage.newPipeline>[0];

const MB = 1024 * 1024;
/** Files at a time. */
const FILES = 6;
/** Larger files go up in blocks of this size, so that a lost connection costs one block. */
const BLOCK = 8 * MB;

/** A container of blobs, by the URL and signature that the workspace gave out. */
export class BlobContainer {
  private constructor(private readonly client: Storage.ContainerClient) {}

  static async open(
    url: string,
    tls: Connection['tls'],
    credential?: (storage: typeof Storage) => BlobCredential
  ): Promise<BlobContainer> {
    const storage = await import('@azure/storage-blob');
    // The library hands its options on to the pipeline of `core-rest-pipeline`, which knows these two as well.
    const ways = { tlsOptions: tls, agent: loopbackAgent(url, tls) };
    const options: Storage.StoragePipelineOptions = {
      ...(ways as object),
      userAgentOptions: { userAgentPrefix: userAgent }
    };
    const pipeline = storage.newPipeline(credential?.(storage), options);
    return new BlobContainer(new storage.ContainerClient(url, pipeline));
  }

  /** Uploads files below a prefix; `onFile` is told after each. */
  async upload(
    prefix: string,
    files: readonly UploadFile[],
    onFile: (done: number, of: number) => void = () => undefined
  ): Promise<void> {
    let done = 0;
    await inParallel(files, FILES, async file => {
      await this.uploadFile(join(prefix, file.path), file);
      onFile(++done, files.length);
    });
  }

  private async uploadFile(name: string, file: UploadFile): Promise<void> {
    const blob = this.client.getBlockBlobClient(name);
    try {
      if (file.source === undefined) await blob.uploadData(Buffer.from(file.content ?? ''));
      else
        await blob.uploadFile(file.source, {
          blockSize: BLOCK,
          maxSingleShotSize: BLOCK,
          concurrency: 4
        });
    } catch (error) {
      throw storageError(error);
    }
  }

  /** Names and sizes of the blobs below a prefix, without the markers that stand for folders. */
  async *list(prefix: string): AsyncGenerator<{ name: string; size: number }> {
    const blobs = this.client.listBlobsFlat({ prefix, includeMetadata: true });
    try {
      for await (const { name, properties, metadata } of blobs)
        if (!name.endsWith('/') && metadata?.hdi_isfolder !== 'true')
          yield { name, size: properties.contentLength ?? 0 };
    } catch (error) {
      throw storageError(error);
    }
  }

  /**
   * Downloads a blob, or all below a folder of blobs, into a local folder; answers the paths of the files written.
   */
  async download(path: string, dir: string): Promise<string[]> {
    const folder = path.replace(/\/+$/, '');
    const found: { name: string; to: string }[] = [];
    for await (const { name } of this.list(folder)) {
      if (name === folder)
        found.push({ name, to: below(dir, name.slice(name.lastIndexOf('/') + 1)) });
      else if (folder === '' || name.startsWith(`${folder}/`))
        found.push({ name, to: below(dir, name.slice(folder === '' ? 0 : folder.length + 1)) });
    }
    await inParallel(found, FILES, async ({ name, to }) => {
      await mkdir(dirname(to), { recursive: true });
      try {
        await this.client.getBlobClient(name).downloadToFile(to);
      } catch (error) {
        throw storageError(error);
      }
    });
    return found.map(({ to }) => to);
  }
}

function join(prefix: string, path: string): string {
  return prefix === '' ? path : `${prefix.replace(/\/+$/, '')}/${path}`;
}

/** A path inside a folder; names come from a service, so one that climbs out is refused. */
function below(dir: string, path: string): string {
  const root = resolve(dir);
  const to = resolve(root, path);
  if (!to.startsWith(root.endsWith(sep) ? root : root + sep))
    throw fail('UnsafePath', { path }, { target: path });
  return to;
}
