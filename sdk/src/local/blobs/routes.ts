import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { isCarryError } from '../../error.js';
import { isReader, type Tokens } from '../identity/tokens.js';
import { fromFramework } from '../protocol/error-reply.js';
import { fullDisk } from '../protocol/full-disk.js';
import { accountListRoute, containerOfPrefix } from './account-list.js';
import type { BlobFiles } from './blob-files.js';
import type { BlobHeaders, BlobProperties } from './blob-notes.js';
import { isWanted, writeCondition } from './conditions.js';
import { failBlob } from './errors.js';
import { listBlobs } from './list.js';
import { byteRange } from './range.js';
import type { Permission, Signatures } from './signature.js';
import { blockListXml, errorXml, listXml, parseBlockList } from './xml.js';

export interface BlobDeps {
  files: BlobFiles;
  signatures: Signatures;
  tokens: Tokens;
  origin: () => string;
}

/** The Blob service takes ids of 64 bytes in base64. */
const longestBlockId = 88;

type Query = Record<string, string | undefined>;
interface Request {
  Params: { container: string; '*': string };
  Querystring: Query;
}

/** The few Blob verbs that Azure ML's clients use, at `/local.blob.carry/{container}/{blob}`. */
export function blobRoutes(app: FastifyInstance, deps: BlobDeps): void {
  const { files } = deps;

  app.removeAllContentTypeParsers();
  // Bodies go to disk as they arrive, whatever their size.
  app.addContentTypeParser('*', (_request, payload, done) => {
    done(null, payload);
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-ms-version', '2023-11-03').header('x-ms-request-id', request.id);
    const echo = request.headers['x-ms-client-request-id'];
    if (echo) reply.header('x-ms-client-request-id', echo);
    authorize(request as FastifyRequest<Request>, deps);
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = isCarryError(error) ? error : (fullDisk(error) ?? fromFramework(error));
    if (!known) request.log.error(error);
    const code = known?.code ?? 'InternalError';
    const message =
      known?.message ?? `The request ${request.id} failed; the server's log has the details.`;
    return reply
      .code(known?.status ?? 500)
      .header('x-ms-error-code', code)
      .type('application/xml')
      .send(request.method === 'HEAD' ? '' : errorXml(code, message));
  });

  app.setNotFoundHandler(({ method }) => {
    throw failBlob('UnsupportedBlobOperation', { operation: method });
  });

  accountListRoute(app, deps);

  app.route<Request>({
    method: ['GET', 'HEAD', 'PUT'],
    url: '/:container',
    handler: async (request, reply) => {
      const { container } = request.params;
      if (request.query.restype !== 'container')
        throw failBlob('UnsupportedBlobOperation', {
          operation: `${request.method} without restype=container`
        });
      if (request.method === 'PUT') {
        if (!(await files.createContainer(container)))
          throw failBlob('ContainerAlreadyExists', { container });
        return reply.code(201).send();
      }
      if (!files.hasContainer(container)) throw failBlob('ContainerNotFound', { container });
      if (request.query.comp !== 'list') return reply.header('etag', '"0x1"').send();
      const options = {
        prefix: request.query.prefix ?? '',
        delimiter: request.query.delimiter,
        marker: request.query.marker,
        limit: Math.min(Number(request.query.maxresults ?? 5000) || 5000, 5000)
      };
      const page = await listBlobs(files, container, options);
      return reply
        .type('application/xml')
        .send(listXml(`${deps.origin()}/local.blob.carry/`, container, options, page));
    }
  });

  app.route<Request>({
    method: ['GET', 'HEAD'],
    url: '/:container/*',
    handler: async (request, reply) => {
      const { container, '*': name } = request.params;
      if (request.query.comp === 'blocklist')
        return reply
          .type('application/xml')
          .send(blockListXml(await files.uncommittedBlocks(container, name)));
      const blob = await files.open(container, name);
      try {
        const content = describe(request, reply, blob.properties);
        if (content) return await reply.send(blob.read(content));
      } catch (error) {
        await blob.close();
        throw error;
      }
      await blob.close();
      return reply.send('');
    }
  });

  app.put<Request>('/:container/*', async (request, reply) => {
    await write(request, reply, files);
    return reply.send();
  });

  app.delete<Request>('/:container/*', async (request, reply) => {
    await files.delete(request.params.container, request.params['*']);
    return reply.code(202).send();
  });
}

async function write(
  request: FastifyRequest<Request>,
  reply: FastifyReply,
  files: BlobFiles
): Promise<void> {
  const { container, '*': name } = request.params;
  const body = (request.body as Readable | undefined) ?? Readable.from([]);
  const headers = headersOf(request);
  if (!files.hasContainer(container)) throw failBlob('ContainerNotFound', { container });
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
      throw failBlob('UnsupportedBlobOperation', { operation: `PUT ?comp=${request.query.comp}` });
  }
  const blob = await files.properties(container, name);
  reply.header('etag', blob.etag).header('last-modified', new Date(blob.modifiedAt).toUTCString());
}

function blockId({ query }: FastifyRequest<Request>): string {
  if (!query.blockid || query.blockid.length > longestBlockId)
    throw failBlob('InvalidHeaderValue', { header: 'blockid' });
  return query.blockid;
}

/** Page blobs, append blobs and copies would otherwise be stored as something that they are not. */
function refuseOtherKinds({ headers }: FastifyRequest): void {
  const kind = headers['x-ms-blob-type'] ?? 'BlockBlob';
  if (kind !== 'BlockBlob')
    throw failBlob('UnsupportedBlobOperation', { operation: `Put ${String(kind)}` });
  if (headers['x-ms-copy-source'])
    throw failBlob('UnsupportedBlobOperation', { operation: 'Copy Blob' });
}

function authorize(
  request: FastifyRequest<Request>,
  { files, signatures, tokens }: BlobDeps
): void {
  const permissions = permissionsOf(request, files);
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const checked = bearer ? tokens.check(bearer) : undefined;
  if (checked && 'claims' in checked) {
    const looks = permissions.includes('r') || permissions.includes('l');
    if (looks || !isReader(checked.claims)) return;
    throw failBlob('AuthorizationPermissionMismatch', { permission: permissions.join(' or ') });
  }
  const named: Partial<Request['Params']> = request.params;
  const { container = containerOfPrefix(request.query.prefix), '*': blob } = named;
  const refusal = signatures.refusal(
    new URL(request.url, 'https://localhost').searchParams,
    permissions,
    container,
    blob
  );
  if (refusal) throw refusal;
}

/** Any of these is enough. To create is not to overwrite. */
function permissionsOf(
  { method, query, params }: FastifyRequest<Request>,
  files: BlobFiles
): Permission[] {
  const { container, '*': name } = params;
  if (query.comp === 'tags') return ['t'];
  if (method === 'DELETE') return ['d'];
  if (method !== 'PUT') return query.comp === 'list' ? ['l'] : ['r'];
  const mayBeNew = name && (!query.comp || ['block', 'blocklist'].includes(query.comp));
  return mayBeNew && (query.comp === 'block' || !files.has(container, name)) ? ['w', 'c'] : ['w'];
}

/** Says what the blob is; answers the bytes that are to follow, if any are. */
function describe(
  request: FastifyRequest,
  reply: FastifyReply,
  blob: BlobProperties
): { start: number; end: number } | undefined {
  reply.headers({ etag: blob.etag, 'last-modified': new Date(blob.modifiedAt).toUTCString() });
  if (!isWanted(request.headers, blob)) {
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
  // A log may grow while it is read: never send more than was announced.
  return request.method === 'HEAD' || blob.size === 0
    ? undefined
    : (range ?? { start: 0, end: blob.size - 1 });
}

function headersOf(request: FastifyRequest): BlobHeaders {
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

function textHeader(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value ? value : undefined;
}

async function textOf(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
