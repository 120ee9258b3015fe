import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { BlobFiles } from './blob-files.js';
import type { BlobHeaders } from './blob-records.js';
import { writeCondition } from './conditions.js';
import { fail } from './errors.js';
import type { BlobRequest } from './request.js';
import { parseBlockList } from './xml.js';

/** Length of the longest block id: 64 bytes in base64. */
const MAX_BLOCK_ID_LENGTH = 88;

/** Handles a PUT of a blob: its content, a block, the block list, its metadata or its properties. */
export async function put(
  request: BlobRequest,
  reply: FastifyReply,
  files: BlobFiles
): Promise<void> {
  const { container, '*': name } = request.params;
  const body = (request.body as Readable | undefined) ?? Readable.from([]);
  const headers = headersOf(request);
  if (!files.hasContainer(container)) throw fail('ContainerNotFound', { container });
  const mayWrite = writeCondition(request.headers, name);
  reply.code(201).header('x-ms-request-server-encrypted', 'false');
  switch (request.query.comp) {
    case undefined:
    case '':
      refuseOtherKinds(request);
      reply.header('content-md5', await files.put(container, name, body, headers, mayWrite));
      break;
    case 'block':
      await files.putBlock(
        container,
        name,
        blockId(request),
        body,
        textHeader(request, 'content-md5')
      );
      return;
    case 'blocklist':
      await files.commit(
        container,
        name,
        parseBlockList(await textOf(body)),
        { ...headers, md5: textHeader(request, 'x-ms-blob-content-md5') },
        mayWrite
      );
      break;
    case 'metadata':
      await files.describe(container, name, { metadata: headers.metadata }, mayWrite);
      reply.code(200);
      break;
    case 'properties':
      await files.describe(container, name, { contentType: headers.contentType }, mayWrite);
      reply.code(200);
      break;
    default:
      throw fail('UnsupportedBlobOperation', { operation: `PUT ?comp=${request.query.comp}` });
  }
  const blob = await files.properties(container, name);
  reply.header('etag', blob.etag).header('last-modified', new Date(blob.modifiedAt).toUTCString());
}

function blockId({ query }: BlobRequest): string {
  if (!query.blockid || query.blockid.length > MAX_BLOCK_ID_LENGTH)
    throw fail('InvalidHeaderValue', { header: 'blockid' });
  return query.blockid;
}

/** Refuses page blobs, append blobs and copies, which would otherwise be stored as block blobs. */
function refuseOtherKinds({ headers }: BlobRequest): void {
  const kind = headers['x-ms-blob-type'] ?? 'BlockBlob';
  if (kind !== 'BlockBlob')
    throw fail('UnsupportedBlobOperation', { operation: `Put ${String(kind)}` });
  if (headers['x-ms-copy-source'])
    throw fail('UnsupportedBlobOperation', { operation: 'Copy Blob' });
}

function headersOf(request: BlobRequest): BlobHeaders {
  const metadata = Object.entries(request.headers).flatMap(([key, value]) =>
    key.startsWith('x-ms-meta-') ? [[key.slice('x-ms-meta-'.length), String(value)]] : []
  );
  return {
    contentType:
      textHeader(request, 'x-ms-blob-content-type') ?? textHeader(request, 'content-type'),
    md5: textHeader(request, 'content-md5'),
    metadata: Object.fromEntries(metadata) as Record<string, string>
  };
}

function textHeader(request: BlobRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value ? value : undefined;
}

async function textOf(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
