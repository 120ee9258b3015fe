import type { BlobHeaders } from './blob-records.js';
import { fail } from './errors.js';
import type { BlobRequest } from './request.js';

/** Length of the longest block id: 64 bytes in base64. */
const MAX_BLOCK_ID_LENGTH = 88;

/** Returns the container and the name of the request's blob. */
export function blobId({ params }: BlobRequest): [container: string, name: string] {
  return [params.container, params['*']];
}

export function blockId({ query }: BlobRequest): string {
  if (!query.blockid || query.blockid.length > MAX_BLOCK_ID_LENGTH)
    throw fail('InvalidHeaderValue', { header: 'blockid' });
  return query.blockid;
}

/** Refuses page blobs, append blobs and copies, which would otherwise be stored as block blobs. */
export function refuseOtherKinds({ headers }: BlobRequest): void {
  const kind = headers['x-ms-blob-type'] ?? 'BlockBlob';
  if (kind !== 'BlockBlob')
    throw fail('UnsupportedBlobOperation', { operation: `Put ${String(kind)}` });
  if (headers['x-ms-copy-source'])
    throw fail('UnsupportedBlobOperation', { operation: 'Copy Blob' });
}

/** The rules of identifiers in C#, which the Blob service applies. Its SDKs read the keys from tags of XML. */
const metadataKey = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Reads the properties that a request gives its blob. Throws EmptyMetadataKey or InvalidMetadata. */
export function headersOf(request: BlobRequest): BlobHeaders {
  const metadata = Object.entries(request.headers).flatMap(([header, value]) => {
    if (!header.startsWith('x-ms-meta-')) return [];
    const key = header.slice('x-ms-meta-'.length);
    if (key === '') throw fail('EmptyMetadataKey');
    if (!metadataKey.test(key)) throw fail('InvalidMetadata', { key });
    return [[key, String(value)]];
  });
  return {
    contentType:
      textHeader(request, 'x-ms-blob-content-type') ?? textHeader(request, 'content-type'),
    md5: textHeader(request, 'content-md5'),
    metadata: Object.fromEntries(metadata) as Record<string, string>
  };
}

export function textHeader(request: BlobRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value ? value : undefined;
}
