import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { readBlockList } from './block-list.js';
import type { BlobFiles } from './blob-files.js';
import { writeCondition, type Condition } from './conditions.js';
import { fail } from './errors.js';
import { sendBlob } from './get.js';
import type { Operation, OperationDeps } from './operation.js';
import type { BlobRequest } from './request.js';
import { blobId, blockId, headersOf, refuseOtherKinds, textHeader } from './write-headers.js';
import { blockListXml } from './xml.js';

type Write = (
  deps: OperationDeps,
  request: BlobRequest,
  reply: FastifyReply,
  condition: Condition
) => Promise<unknown>;

/** The operations on blobs. */
export const blobOperations: readonly Operation[] = [
  {
    name: 'Get Blob',
    methods: ['GET', 'HEAD'],
    on: 'blob',
    permissions: ['r'],
    handle: async (request, reply, { files }) =>
      sendBlob(request, reply, await files.open(...blobId(request)))
  },
  {
    name: 'Get Blob Metadata',
    methods: ['GET', 'HEAD'],
    on: 'blob',
    comp: 'metadata',
    permissions: ['r'],
    handle: async (request, reply, { files }) => {
      const { metadata, ...blob } = await files.properties(...blobId(request));
      for (const [key, value] of Object.entries(metadata)) reply.header(`x-ms-meta-${key}`, value);
      return describeVersion(reply, blob).send();
    }
  },
  {
    name: 'Get Block List',
    methods: ['GET'],
    on: 'blob',
    comp: 'blocklist',
    permissions: ['r'],
    handle: async (request, reply, { files }) => {
      const blocks = await files.uncommittedBlocks(...blobId(request));
      return reply.type('application/xml').send(blockListXml(blocks));
    }
  },
  {
    name: 'Put Blob',
    methods: ['PUT'],
    on: 'blob',
    permissions: ['w', 'c'],
    replaces: true,
    handle: write(201, async ({ files }, request, reply, condition) => {
      refuseOtherKinds(request);
      const { headers, body } = contentOf(request);
      const md5 = await files.put(...blobId(request), body, headers, condition);
      reply.header('content-md5', md5);
    })
  },
  {
    name: 'Put Block',
    methods: ['PUT'],
    on: 'blob',
    comp: 'block',
    permissions: ['w', 'c'],
    handle: async (request, reply, { files }) => {
      requireContainer(request, files);
      refuseOtherKinds(request);
      const md5 = textHeader(request, 'content-md5');
      const { body } = contentOf(request);
      await files.putBlock(...blobId(request), blockId(request), body, md5);
      return accepted(reply, 201).send();
    }
  },
  {
    name: 'Put Block List',
    methods: ['PUT'],
    on: 'blob',
    comp: 'blocklist',
    permissions: ['w', 'c'],
    replaces: true,
    handle: write(201, async ({ files, requireRoom }, request, _reply, condition) => {
      const { headers, body } = contentOf(request);
      const md5 = textHeader(request, 'x-ms-blob-content-md5');
      const ids = await readBlockList(body);
      // A list may repeat blocks, so that the blob is larger than what was uploaded.
      requireRoom(await files.sizeOfBlocks(...blobId(request), ids));
      await files.commit(...blobId(request), ids, { ...headers, md5 }, condition);
    })
  },
  {
    name: 'Set Blob Metadata',
    methods: ['PUT'],
    on: 'blob',
    comp: 'metadata',
    permissions: ['w'],
    handle: write(200, ({ files }, request, _reply, condition) => {
      const { metadata } = headersOf(request);
      return files.describe(...blobId(request), { metadata }, condition);
    })
  },
  {
    name: 'Set Blob Properties',
    methods: ['PUT'],
    on: 'blob',
    comp: 'properties',
    permissions: ['w'],
    handle: write(200, ({ files }, request, _reply, condition) => {
      const { contentType } = headersOf(request);
      return files.describe(...blobId(request), { contentType }, condition);
    })
  },
  {
    name: 'Delete Blob',
    methods: ['DELETE'],
    on: 'blob',
    permissions: ['d'],
    handle: async (request, reply, { files }) => {
      const snapshots = textHeader(request, 'x-ms-delete-snapshots');
      // Without this check, a request to delete the snapshots of a blob would delete the blob itself.
      if (snapshots !== undefined && snapshots !== 'include')
        throw fail('UnsupportedBlobOperation', {
          operation: `Delete Blob with x-ms-delete-snapshots: ${snapshots}`
        });
      await files.delete(...blobId(request));
      return reply.code(202).send();
    }
  }
];

/** Handles a write whose response has the new version of the blob. */
function write(status: number, work: Write): Operation['handle'] {
  return async (request, reply, deps: OperationDeps) => {
    const { files } = deps;
    requireContainer(request, files);
    accepted(reply, status);
    await work(deps, request, reply, conditionOf(request));
    return describeVersion(reply, await files.properties(...blobId(request))).send();
  };
}

/** The condition of the request's headers, and that of a signature that permits only new blobs. */
function conditionOf(request: BlobRequest): Condition {
  const { headers, blobGrant } = request;
  const [, name] = blobId(request);
  const condition = writeCondition(headers, name);
  return blob => {
    // Another writer may have created the blob since the request was authorized.
    if (blob && blobGrant?.operation.replaces && !blobGrant.mayOverwrite)
      throw fail('UnauthorizedBlobOverwrite', { blob: name });
    condition(blob);
  };
}

function requireContainer({ params: { container } }: BlobRequest, files: BlobFiles): void {
  if (!files.hasContainer(container)) throw fail('ContainerNotFound', { container });
}

function contentOf(request: BlobRequest) {
  const body = (request.body as Readable | undefined) ?? Readable.from([]);
  return { body, headers: headersOf(request) };
}

function accepted(reply: FastifyReply, status: number): FastifyReply {
  return reply.code(status).header('x-ms-request-server-encrypted', 'false');
}

function describeVersion(reply: FastifyReply, blob: { etag: string; modifiedAt: number }) {
  return reply.headers({
    etag: blob.etag,
    'last-modified': new Date(blob.modifiedAt).toUTCString()
  });
}
