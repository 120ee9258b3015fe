import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isCarryError } from 'carry-ml/errors';
import { ownAuthentication } from '../identity/route-access.js';
import { fromFramework } from '../protocol/error-reply.js';
import { fullDisk } from '../protocol/full-disk.js';
import { upload } from '../protocol/route-upload.js';
import { authorize, type AccessDeps } from './access.js';
import { listAccount } from './account-list.js';
import { blobOperations } from './blob-operations.js';
import { containerOperations } from './container-operations.js';
import { fail } from './errors.js';
import type { Operation, OperationDeps } from './operation.js';
import type { BlobRequest, BlobRoute } from './request.js';
import { errorXml } from './xml.js';

export type BlobDeps = AccessDeps & OperationDeps;

/** The operations of Blob storage that Azure ML's clients use. */
const operations: readonly Operation[] = [listAccount, ...containerOperations, ...blobOperations];

/** Blob storage, at `/local.blob.carry/{container}/{blob}`. */
export function blobRoutes(app: FastifyInstance, deps: BlobDeps): void {
  addBlobProtocol(app, deps);
  const perform = (request: BlobRequest, reply: FastifyReply) =>
    request.blobGrant?.operation.handle(request, reply, deps);
  for (const url of ['/', '/:container', '/:container/*']) {
    app.route<BlobRoute>({ method: ['GET', 'HEAD', 'DELETE'], url, handler: perform });
    app.put<BlobRoute>(url, { config: url.endsWith('*') ? upload : {} }, perform);
  }
}

/** Adds what applies to every request: streamed bodies, access control and errors in the format of Blob storage. */
function addBlobProtocol(app: FastifyInstance, deps: BlobDeps): void {
  app.removeAllContentTypeParsers();
  // Bodies are streamed to disk, so that their size is not limited by memory.
  app.addContentTypeParser('*', (_request, payload, done) => {
    done(null, payload);
  });
  app.decorateRequest('blobGrant', null);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-ms-version', '2023-11-03').header('x-ms-request-id', request.id);
    const echo = request.headers['x-ms-client-request-id'];
    if (echo) reply.header('x-ms-client-request-id', echo);
    request.blobGrant = authorize(request as BlobRequest, operations, deps);
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
