import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that the fake service has received. */
export interface Seen {
  method: string;
  /** Path without the query. */
  path: string;
  query: Record<string, string>;
  headers: IncomingMessage['headers'];
  body: Buffer;
  json(): unknown;
}

/** A response of the fake service; an object as `body` is sent as JSON. */
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Never end the response; without a body, never begin it. */
  isStuck?: boolean;
}

/** A service on loopback that responds as a test defines and records the requests. */
export interface FakeService {
  url: string;
  seen: Seen[];
  /** Number of requests whose response has not ended and whose connection is open. */
  stuck(): number;
  close(): Promise<void>;
}

/** Starts a service; a request without a reply gets ARM's 404. */
export async function fakeService(
  reply: (request: Seen, url: string) => Reply | undefined
): Promise<FakeService> {
  const seen: Seen[] = [];
  const open = new Set<ServerResponse>();
  let url = '';
  const server = createServer((request, response) => {
    open.add(response);
    response.once('close', () => open.delete(response));
    const respond = (body: Buffer) => {
      const address = new URL(request.url ?? '/', url);
      const one: Seen = {
        method: request.method ?? '',
        path: decodeURIComponent(address.pathname),
        query: Object.fromEntries(address.searchParams),
        headers: request.headers,
        body,
        json: () => JSON.parse(body.toString()) as unknown
      };
      seen.push(one);
      write(response, reply(one, url) ?? notFound);
    };
    // A client may abort its request before the body is complete.
    readBody(request).then(respond, () => response.destroy());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>(resolve => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  return { url, seen, stuck: () => open.size, close };
}

const notFound: Reply = {
  status: 404,
  body: { error: { code: 'ResourceNotFound', message: 'It is not there.' } }
};

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function write(response: ServerResponse, reply: Reply): void {
  const { status = 200, headers = {}, body, isStuck = false } = reply;
  if (isStuck && body === undefined) return;
  const isRaw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
  response.writeHead(status, {
    'content-type': isRaw ? 'text/plain' : 'application/json',
    ...headers
  });
  const text = isRaw ? body : JSON.stringify(body);
  if (isStuck) response.write(text);
  else response.end(text);
}
