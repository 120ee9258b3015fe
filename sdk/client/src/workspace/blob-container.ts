import { Readable } from 'node:stream';
import type * as Storage from '@azure/storage-blob';
import {
  loopbackAgent,
  pathInside,
  saveStream,
  userAgent,
  withReason,
  type Connection,
  type RequestOptions
} from '../arm/client/index.js';
import { withoutTrailingSlashes } from '../arm/index.js';
import { uploadFile } from './blob-upload.js';
import { fail } from './errors.js';
import { inParallel } from './parallel.js';
import { storageError } from './storage-error.js';

/** A file to upload: a local one, or generated content. */
export interface UploadFile {
  /** Path below the prefix, with `/`. */
  path: string;
  source?: string;
  content?: string;
}

/** Options of uploading files. */
export interface UploadOptions extends RequestOptions {
  /** Called after each file with the number of uploaded files and of all files. */
  onFile?: (done: number, of: number) => void;
}

/** The credential of a container whose URL has no signature. */
export type BlobCredential = Parameters<typeof Storage.newPipeline>[0];

/** Number of files transferred at a time. */
const PARALLEL_FILES = 6;

/** A container of blobs, opened by the URL that the workspace returns for it. */
export class BlobContainer {
  private constructor(private readonly client: Storage.ContainerClient) {}

  static async open(
    url: string,
    tls: Connection['tls'],
    credential?: (storage: typeof Storage) => BlobCredential
  ): Promise<BlobContainer> {
    const storage = await import('@azure/storage-blob');
    // The library passes its options to `core-rest-pipeline`, which has these two as well.
    const transport = { tlsOptions: tls, agent: loopbackAgent(url, tls) };
    const options: Storage.StoragePipelineOptions = {
      ...(transport as object),
      userAgentOptions: { userAgentPrefix: userAgent }
    };
    const pipeline = storage.newPipeline(credential?.(storage), options);
    return new BlobContainer(new storage.ContainerClient(url, pipeline));
  }

  /** Uploads files below a prefix. */
  async upload(
    prefix: string,
    files: readonly UploadFile[],
    { onFile, signal }: UploadOptions = {}
  ): Promise<void> {
    let done = 0;
    const one = async (file: UploadFile, ended: AbortSignal) => {
      await this.uploadOne(join(prefix, file.path), file, ended);
      onFile?.(++done, files.length);
    };
    await inParallel(files, PARALLEL_FILES, one, signal);
  }

  private async uploadOne(name: string, file: UploadFile, abortSignal: AbortSignal): Promise<void> {
    const blob = this.client.getBlockBlobClient(name);
    await this.attempt(
      file.source === undefined
        ? blob.uploadData(Buffer.from(file.content ?? ''), { abortSignal })
        : uploadFile(blob, file.source, abortSignal),
      abortSignal
    );
  }

  /** Lists the blobs below a prefix, without the markers of folders. */
  async *list(
    prefix: string,
    { signal }: RequestOptions = {}
  ): AsyncGenerator<{ name: string; size: number }> {
    const options = { prefix, includeMetadata: true, abortSignal: signal };
    const blobs = this.client.listBlobsFlat(options);
    try {
      for await (const { name, properties, metadata } of blobs)
        if (!name.endsWith('/') && metadata?.hdi_isfolder !== 'true')
          yield { name, size: properties.contentLength ?? 0 };
    } catch (error) {
      signal?.throwIfAborted();
      throw storageError(error);
    }
  }

  /** Opens a blob for reading. */
  async open(name: string, { signal }: RequestOptions = {}): Promise<NodeJS.ReadableStream> {
    const download = this.client.getBlobClient(name).download(undefined, undefined, {
      abortSignal: signal
    });
    try {
      return (await withReason(download, signal)).readableStreamBody ?? Readable.from([]);
    } catch (error) {
      throw storageError(error);
    }
  }

  /** Downloads a blob, or all blobs of a folder, into a local folder; returns the paths of the written files. */
  async download(path: string, dir: string, options: RequestOptions = {}): Promise<string[]> {
    const { signal } = options;
    const folder = withoutTrailingSlashes(path);
    const found: { name: string; to: string }[] = [];
    for await (const { name } of this.list(folder, options)) {
      if (name === folder)
        found.push({ name, to: below(dir, name.slice(name.lastIndexOf('/') + 1)) });
      else if (folder === '' || name.startsWith(`${folder}/`))
        found.push({ name, to: below(dir, name.slice(folder === '' ? 0 : folder.length + 1)) });
    }
    const one = ({ name, to }: { name: string; to: string }, ended: AbortSignal) =>
      this.downloadFile(name, to, ended);
    await inParallel(found, PARALLEL_FILES, one, signal);
    return found.map(({ to }) => to);
  }

  private async downloadFile(name: string, to: string, abortSignal: AbortSignal): Promise<void> {
    const whole = [undefined, undefined] as const;
    const open = async () => {
      const blob = await this.client.getBlobClient(name).download(...whole, { abortSignal });
      return blob.readableStreamBody ?? Readable.from([]);
    };
    await this.attempt(saveStream(open, to, abortSignal), abortSignal);
  }

  /** Waits for an operation of the library and turns its errors into ours. */
  private async attempt(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
    try {
      await withReason(work, signal);
    } catch (error) {
      throw storageError(error);
    }
  }
}

function join(prefix: string, path: string): string {
  return prefix === '' ? path : `${withoutTrailingSlashes(prefix)}/${path}`;
}

/** Returns a path inside a folder; refuses one that leads outside, because names come from a service. */
function below(dir: string, path: string): string {
  const to = pathInside(dir, path);
  if (to === undefined) throw fail('UnsafePath', { path }, { target: path });
  return to;
}
