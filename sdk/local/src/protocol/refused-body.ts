import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** A body that is longer still is cut off. */
const MAX_REST_BYTES = 256 * 1024 * 1024;
/** A client that sends nothing for this long gets the response at once: it may send its body only after the response. */
const SILENCE_MS = 1000;

/**
 * Reads the rest of a body before a refusal is sent. Otherwise a client that is still sending would get a broken connection instead of the
 * response, because the connection may be closed after it.
 */
export function readRefusedBodies(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, _payload, done) => {
    if (reply.statusCode < 400) done();
    else void readRest(request.raw).then(done);
  });
}

/** Reads to the end of a request, also after it was read in part. Resolves too when the client stops sending or has gone. */
export function readRest(request: IncomingMessage): Promise<void> {
  if (request.complete || request.readableEnded || request.destroyed) return Promise.resolve();
  return new Promise(resolve => {
    let bytes = 0;
    const silence = setTimeout(finish, SILENCE_MS);
    request.on('data', count).once('close', finish).once('end', finish).resume();

    function count(chunk: Buffer) {
      bytes += chunk.length;
      silence.refresh();
      if (bytes > MAX_REST_BYTES) finish();
    }

    function finish() {
      clearTimeout(silence);
      request.off('data', count).off('close', finish).off('end', finish);
      resolve();
    }
  });
}
