import type { FastifyReply } from 'fastify';
import type { OpenBlob } from './blob-files.js';
import type { BlobProperties } from './blob-records.js';
import { isModified } from './conditions.js';
import { byteRange } from './range.js';
import type { BlobRequest } from './request.js';

/** Sends the requested part of a blob, and closes it. */
export async function sendBlob(
  request: BlobRequest,
  reply: FastifyReply,
  blob: OpenBlob
): Promise<FastifyReply> {
  try {
    const content = describe(request, reply, blob.properties);
    if (content) return await reply.send(blob.read(content));
  } catch (error) {
    blob.close();
    throw error;
  }
  blob.close();
  return reply.send('');
}

/** Sets the headers of the response, and returns the range of bytes to send, or undefined for an empty body. */
function describe(
  request: BlobRequest,
  reply: FastifyReply,
  blob: BlobProperties
): { start: number; end: number } | undefined {
  reply.headers({ etag: blob.etag, 'last-modified': new Date(blob.modifiedAt).toUTCString() });
  if (!isModified(request.headers, blob)) {
    reply.code(304);
    return undefined;
  }
  const range = byteRange(request.headers, blob.size);
  reply
    .headers({
      'accept-ranges': 'bytes',
      'content-length': range ? range.end - range.start + 1 : blob.size,
      'x-ms-blob-type': 'BlockBlob',
      'x-ms-lease-status': 'unlocked',
      'x-ms-lease-state': 'available',
      'x-ms-server-encrypted': 'false'
    })
    .type(blob.contentType);
  if (blob.md5) reply.header('x-ms-blob-content-md5', blob.md5);
  for (const [key, value] of Object.entries(blob.metadata)) reply.header(`x-ms-meta-${key}`, value);
  if (range)
    reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${blob.size}`);
  // A log may grow while it is read: never send more bytes than Content-Length says.
  return request.method === 'HEAD' || blob.size === 0
    ? undefined
    : (range ?? { start: 0, end: blob.size - 1 });
}
