import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isCarryError } from 'carry-ml/errors';
import { ownAuthentication } from '../identity/route-access.js';
import { fromFramework } from '../protocol/error-reply.js';
import { fullDisk } from '../protocol/full-disk.js';
import { upload } from '../protocol/route-upload.js';
import { authorize, type AccessDeps } from './access.js';
import { accountListRoute } from './account-list.js';
import type { OpenBlob } from './blob-files.js';
import type { BlobProperties } from './blob-records.js';
import { accountUrl } from './blob-url.js';
import { isModified } from './conditions.js';
import { fail } from './errors.js';
import { listBlobs } from './list.js';
import { put } from './put.js';
import { byteRange } from './range.js';
import type { BlobRequest, BlobRoute } from './request.js';
import { blockListXml, errorXml, listXml } from './xml.js';

export interface BlobDeps extends AccessDeps {
  origin: () => string;
}

/** The operations of Blob storage that Azure ML's clients use, at `/local.blob.carry/{container}/{blob}`. */
export function blobRoutes(app: FastifyInstance, deps: BlobDeps): void {
  addBlobProtocol(app, deps);
  accountListRoute(app, deps);
  containerRoute(app, deps);
  singleBlobRoutes(app, deps);
}

/** Adds what applies to every request: streamed bodies, access control and errors in the format of Blob storage. */
function addBlobProtocol(app: FastifyInstance, deps: BlobDeps): void {
  app.removeAllContentTypeParsers();
  // Bodies are streamed to disk, so that their size is not limited by memory.
  app.addContentTypeParser('*', (_request, payload, done) => {
    done(null, payload);
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-ms-version', '2023-11-03').header('x-ms-request-id', request.id);
    const echo = request.headers['x-ms-client-request-id'];
    if (echo) reply.header('x-ms-client-request-id', echo);
    authorize(request as BlobRequest, deps);
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    sendError(error, request, reply);
  });

  app.addHook('onRoute', route => {
    route.config = { ...route.config, ...ownAuthentication };
  });
  app.all('/*', ({ method }) => {
    throw fail('UnsupportedBlobOperation', { operation: method });
  });
}

/** Creates a container, returns its properties or lists its blobs. */
function containerRoute(app: FastifyInstance, deps: BlobDeps): void {
  const { files } = deps;
  app.route<BlobRoute>({
    method: ['GET', 'HEAD', 'PUT'],
    url: '/:container',
    handler: async (request, reply) => {
      const { container } = request.params;
      if (request.query.restype !== 'container')
        throw fail('UnsupportedBlobOperation', {
          operation: `${request.method} without restype=container`
        });
      if (request.method === 'PUT') {
        if (!(await files.createContainer(container)))
          throw fail('ContainerAlreadyExists', { container });
        return reply.code(201).send();
      }
      if (!files.hasContainer(container)) throw fail('ContainerNotFound', { container });
      if (request.query.comp !== 'list') return reply.header('etag', '"0x1"').send();
      return reply.type('application/xml').send(await listContainer(request, deps));
    }
  });
}

function singleBlobRoutes(app: FastifyInstance, { files }: BlobDeps): void {
  app.route<BlobRoute>({
    method: ['GET', 'HEAD'],
    url: '/:container/*',
    handler: async (request, reply) => {
      const { container, '*': name } = request.params;
      if (request.query.comp === 'blocklist')
        return reply
          .type('application/xml')
          .send(blockListXml(await files.uncommittedBlocks(container, name)));
      return sendBlob(request, reply, await files.open(container, name));
    }
  });

  app.put<BlobRoute>('/:container/*', { config: upload }, async (request, reply) => {
    await put(request, reply, files);
    return reply.send();
  });

  app.delete<BlobRoute>('/:container/*', async (request, reply) => {
    await files.delete(request.params.container, request.params['*']);
    return reply.code(202).send();
  });
}

/** Sends an error as the XML of Blob storage. */
function sendError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const known = isCarryError(error) ? error : (fullDisk(error) ?? fromFramework(error));
  if (!known) request.log.error(error);
  const { code, status, message } = known ?? fail('BlobRequestFailed', { requestId: request.id });
  reply
    .code(status)
    .header('x-ms-error-code', code)
    .type('application/xml')
    .send(request.method === 'HEAD' ? '' : errorXml(code, message));
}

/** The XML of one page of the blobs in a container. */
async function listContainer({ params, query }: BlobRequest, { files, origin }: BlobDeps) {
  const options = {
    prefix: query.prefix ?? '',
    delimiter: query.delimiter,
    marker: query.marker,
    limit: Math.min(Number(query.maxresults ?? 5000) || 5000, 5000)
  };
  const page = await listBlobs(files, params.container, options);
  return listXml(`${accountUrl(origin())}/`, params.container, options, page);
}

/** Sends the requested part of a blob, and closes it. */
async function sendBlob(
  request: FastifyRequest,
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
  request: FastifyRequest,
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
