import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { CarryError } from 'carry-ml/errors';
import { BLOBS_PATH } from './blobs/blob-url.js';
import { errorXml } from './blobs/xml.js';
import { fromFramework } from './protocol/error-reply.js';
import { fail } from './protocol/errors.js';
import { passiveContent } from './protocol/passive-content.js';

/** Responds to a URL that cannot be decoded and so matches no route, in the format of the service whose path it begins with. */
export function refuseUrl(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const { code, status, message } = fromFramework(error) ?? fail('NotHttp');
  void reply.code(status).headers(passiveContent).header('x-ms-request-id', request.id);
  const path = request.url.toLowerCase();
  if (path.startsWith(`${BLOBS_PATH}/`))
    void reply.type('application/xml').send(errorXml(code, message));
  else if (path.startsWith('/mlflow/')) void reply.send({ error_code: 'BAD_REQUEST', message });
  else void reply.send({ error: { code, message } });
}

/** Responds to bytes that are not a complete HTTP request, and closes the connection. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, code, message } = refusals[error.code ?? '']?.() ?? fail('NotHttp');
  const body = JSON.stringify({ error: { code, message } });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `x-ms-request-id: ${crypto.randomUUID()}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  );
}

const refusals: Record<string, (() => CarryError) | undefined> = {
  HPE_HEADER_OVERFLOW: () => fail('RequestHeadersTooLarge'),
  ERR_HTTP_REQUEST_TIMEOUT: () => fail('RequestTimeout')
};
