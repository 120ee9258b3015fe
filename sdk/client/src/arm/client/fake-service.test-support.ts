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
}

/** A service on loopback that responds as a test defines and records the requests. */
export interface FakeService {
  url: string;
  seen: Seen[];
  close(): Promise<void>;
}

/** Starts a service; a request without a reply gets ARM's 404. */
export async function fakeService(
  answer: (request: Seen, url: string) => Reply | undefined
): Promise<FakeService> {
  const seen: Seen[] = [];
  let url = '';
  const server = createServer((request, response) => {
    void readBody(request).then(body => {
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
      write(response, answer(one, url) ?? notFound);
    });
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
  return { url, seen, close };
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

function write(response: ServerResponse, { status = 200, headers = {}, body }: Reply): void {
  const isRaw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
  response.writeHead(status, {
    'content-type': isRaw ? 'text/plain' : 'application/json',
    ...headers
  });
  response.end(isRaw ? body : JSON.stringify(body));
}
