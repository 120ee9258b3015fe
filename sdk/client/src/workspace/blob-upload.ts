import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { BlockBlobClient } from '@azure/storage-blob';
import { closingBodies } from '../arm/client/index.js';
import { inParallel } from './parallel.js';

const MB = 1024 * 1024;
/** Larger files are uploaded in blocks of this size, so that a lost connection costs one block. */
const BLOCK_BYTES = 8 * MB;
/** Azure's maximum number of blocks of one blob; a file with more has larger blocks. */
const MAX_BLOCKS = 50_000;
/** Number of blocks of one file transferred at a time. */
const PARALLEL_BLOCKS = 4;

/** Uploads a local file as one blob. `uploadFile` of the library would leave the file open after an abort. */
export async function uploadFile(
  blob: BlockBlobClient,
  path: string,
  signal: AbortSignal
): Promise<void> {
  const { size } = await stat(path);
  if (size <= BLOCK_BYTES) {
    await closingBodies(
      () => createReadStream(path),
      body => blob.upload(body, size, { abortSignal: signal })
    );
    return;
  }
  const blocks = blocksOf(size);
  const stage = ({ id, start, end }: Block, ended: AbortSignal) =>
    closingBodies(
      () => createReadStream(path, { start, end: end - 1 }),
      async body => {
        await blob.stageBlock(id, body, end - start, { abortSignal: ended });
      }
    );
  await inParallel(blocks, PARALLEL_BLOCKS, stage, signal);
  const ids = blocks.map(({ id }) => id);
  await blob.commitBlockList(ids, { abortSignal: signal });
}

interface Block {
  /** In base64; the ids of all blocks of a blob have the same length. */
  id: string;
  /** Offset of the first byte. */
  start: number;
  /** Offset after the last byte. */
  end: number;
}

function blocksOf(size: number): Block[] {
  const bytes = Math.max(BLOCK_BYTES, Math.ceil(size / MAX_BLOCKS));
  return Array.from({ length: Math.ceil(size / bytes) }, (_, i) => ({
    id: Buffer.from(String(i).padStart(32, '0')).toString('base64'),
    start: i * bytes,
    end: Math.min((i + 1) * bytes, size)
  }));
}
