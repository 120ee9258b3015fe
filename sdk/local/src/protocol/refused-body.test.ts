import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRefusedBodies } from './refused-body.js';

describe('a refused request', () => {
  let app: FastifyInstance;
  let port: number;

  beforeEach(async () => {
    app = fastify({ bodyLimit: 1024, forceCloseConnections: true });
    readRefusedBodies(app);
    app.addHook('onRequest', (request, reply, done) => {
      if (request.url === '/authenticated') void reply.code(401).send('who are you?');
      else done();
    });
    app.post('/authenticated', () => 'ok');
    app.post('/small', () => 'ok');
    app.addContentTypeParser('application/octet-stream', (_request, payload, done) => {
      done(null, payload);
    });
    app.post('/stream', { bodyLimit: 64 * 1024 * 1024 }, async (request, reply) => {
      await once(request.raw.resume(), 'end');
      return reply.code(409).send('no');
    });
    app.post('/part', { bodyLimit: 64 * 1024 * 1024 }, async (request, reply) => {
      await once(request.raw, 'data');
      request.raw.pause();
      return reply.code(409).send('no');
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
    ({ port } = app.server.address() as AddressInfo);
  });
  afterEach(() => app.close());

  it.each([
    ['before it was routed', '/nowhere', 'application/json', 413],
    ['by authentication', '/authenticated', 'application/json', 401],
    ['because of its size', '/small', 'application/json', 413],
    ['because of its type', '/small', 'text/csv', 415],
    ['after it was read', '/stream', 'application/octet-stream', 409],
    ['after it was read in part', '/part', 'application/octet-stream', 409]
  ])('%s, gets its response after its client has sent it', async (_why, path, type, status) => {
    expect(await sendLarge(path, type)).toBe(status);
  });

  it('gets its response when the client waits for it with the body unsent', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /authenticated HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhal');
    const [line] = await new Promise<string[]>(resolve => {
      socket.once('data', data => {
        resolve(data.toString().split('\r\n'));
      });
    });
    socket.destroy();
    expect(line).toBe('HTTP/1.1 401 Unauthorized');
  });

  /** Sends a body that the sockets cannot hold, reads only afterwards, and returns the status. */
  function sendLarge(path: string, type: string): Promise<number> {
    const body = Buffer.alloc(16 * 1024 * 1024, 'x');
    const head = [
      `POST ${path} HTTP/1.1`,
      'Host: localhost',
      'Connection: close',
      `Content-Type: ${type}`,
      `Content-Length: ${body.length}`
    ];
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1').pause().once('error', reject);
      socket.write(`${head.join('\r\n')}\r\n\r\n`);
      socket.write(body, () => {
        socket.resume().once('data', data => {
          resolve(Number(data.toString().split(' ')[1]));
        });
      });
    });
  }
});
