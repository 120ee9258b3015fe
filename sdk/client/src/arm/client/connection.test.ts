import { Readable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionOptions } from './connection-options.js';
import { Connection } from './connection.js';
import {
  fakeService,
  type FakeService,
  type Reply,
  type Seen
} from './fake-service.test-support.js';

let service: FakeService;
afterEach(() => service.close());

async function connect(
  answer: (request: Seen, url: string) => Reply | undefined,
  options: Partial<ConnectionOptions> = {}
): Promise<Connection> {
  service = await fakeService(answer);
  return new Connection({ endpoint: service.url, retryDelayMs: 1, ...options });
}

const token = (text: string, lifetime = 3_600_000) => ({
  token: text,
  expiresOnTimestamp: Date.now() + lifetime
});

describe('a request', () => {
  it('goes to the path with query and JSON, and introduces itself', async () => {
    const connection = await connect(() => ({ body: { ok: true } }));
    const body = await connection.read({
      method: 'PUT',
      path: '/a/b',
      query: { 'api-version': '1', none: undefined },
      json: { x: 1 }
    });
    expect(body).toEqual({ ok: true });
    const [seen] = service.seen;
    expect(seen).toMatchObject({ method: 'PUT', path: '/a/b', query: { 'api-version': '1' } });
    expect(seen!.json()).toEqual({ x: 1 });
    expect(seen!.headers['user-agent']).toMatch(/^carry-ml\/\d/);
    expect(seen!.headers).not.toHaveProperty('authorization');
  });

  it.each(['.', '..', '%2e%2E', '.%2e'])(
    'with the name %j is not sent: it would go to another resource',
    async name => {
      const connection = await connect(() => ({ body: {} }));
      const sending = connection.send({ method: 'DELETE', path: `/computes/${name}?a=..` });
      await expect(sending).rejects.toMatchObject({ code: 'ResourceNameInvalid', status: 400 });
      expect(service.seen).toEqual([]);
    }
  );

  it('may have dots within a name, and anywhere in the query', async () => {
    const connection = await connect(() => ({ body: {} }));
    await connection.send({ path: '/data/..a/b..', query: { path: '../c' } });
    expect(service.seen[0]).toMatchObject({ path: '/data/..a/b..', query: { path: '../c' } });
  });

  it('is tried again when the service fails, with its content from the start', async () => {
    let calls = 0;
    const connection = await connect(() => ({ status: ++calls < 3 ? 503 : 200, body: 'ok' }));
    await connection.send({
      method: 'PUT',
      path: '/',
      content: () => Readable.from(['all', ' of it'])
    });
    expect(service.seen.map(seen => seen.body.toString())).toEqual(Array(3).fill('all of it'));
  });

  it('goes around a proxy when the service is on this machine', async () => {
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:9');
    try {
      const connection = await connect(() => ({ body: 'direct' }));
      expect(await connection.read({ path: '/' })).toBe('direct');
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

describe('the token', () => {
  it('is asked for once, for the endpoint, and sent with every request', async () => {
    const getToken = vi.fn(() => Promise.resolve(token('t1')));
    const connection = await connect(() => ({ body: {} }), { credential: { getToken } });
    await Promise.all([connection.send({ path: '/1' }), connection.send({ path: '/2' })]);
    await connection.at(`${service.url}/deeper`).send({ path: '/3' });
    expect(service.seen.map(seen => seen.headers.authorization)).toEqual(
      Array(3).fill('Bearer t1')
    );
    expect(getToken.mock.calls[0]).toEqual([`${service.url}/.default`]);
    // Once for the connection and once for the one derived from it.
    expect(getToken).toHaveBeenCalledTimes(2);
  });

  it('is renewed shortly before its end, and once after a 401', async () => {
    const tokens = [token('old', 1000), token('rejected'), token('fresh')];
    const getToken = () => Promise.resolve(tokens.shift() ?? null);
    const connection = await connect(
      ({ headers }) => ({
        status: headers.authorization === 'Bearer rejected' ? 401 : 200,
        body: {}
      }),
      { credential: { getToken } }
    );
    await connection.send({ path: '/' });
    await connection.send({ path: '/' });
    expect(service.seen.map(seen => seen.headers.authorization)).toEqual([
      'Bearer old',
      'Bearer rejected',
      'Bearer fresh'
    ]);
  });

  it('is not sent over http beyond this machine', async () => {
    const getToken = vi.fn(() => Promise.resolve(token('t')));
    const connection = await connect(() => ({}), { credential: { getToken } });
    await expect(connection.send({ url: 'http://management.azure.com/x' })).rejects.toMatchObject({
      code: 'TokenOverHttp'
    });
    expect(getToken).not.toHaveBeenCalled();
  });

  it('is not sent by an unsigned connection', async () => {
    const getToken = vi.fn(() => Promise.resolve(token('t')));
    const connection = await connect(() => ({ body: {} }), { credential: { getToken } });
    await connection.unsigned().send({ path: '/' });
    expect(service.seen[0]!.headers).not.toHaveProperty('authorization');
  });

  it('that cannot be had is one sentence, with what to do', async () => {
    const getToken = () => Promise.reject(new Error('No link worked.\nOne: …\nTwo: …'));
    const connection = await connect(() => ({}), { credential: { getToken } });
    await expect(connection.send({ path: '/' })).rejects.toMatchObject({
      code: 'SignInFailed',
      message: expect.stringMatching(/^Could not sign in to Azure: No link worked\. Run 'az login'/)
    });
  });
});

describe('an error', () => {
  const failure = async (reply: Reply) => {
    const connection = await connect(() => reply);
    return connection
      .send({ path: '/x', query: { sig: 'secret' } })
      .catch((error: unknown) => error);
  };

  it("keeps ARM's code, message, details and request id", async () => {
    const details = [{ code: 'Inner', message: 'Because.' }];
    const error = { code: 'QuotaExceeded', message: 'Too many.', target: 'cpu', details };
    expect(
      await failure({ status: 409, headers: { 'x-ms-request-id': 'r1' }, body: { error } })
    ).toMatchObject({
      code: 'QuotaExceeded',
      status: 409,
      message: 'Too many.',
      target: 'cpu',
      requestId: 'r1',
      details: [{ code: 'Inner', message: 'Because.' }]
    });
  });

  it("keeps MLflow's code", async () => {
    const body = { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'No run.' };
    expect(await failure({ status: 404, body })).toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      status: 404,
      message: 'No run.'
    });
  });

  it('that is not from the service is reported as such, and never repeats a query', async () => {
    const body = '<html><h1>Sign in</h1> to the wifi</html>';
    const error = await failure({ status: 403, body });
    expect(error).toMatchObject({
      code: 'UnexpectedAnswer',
      message: expect.stringContaining(
        "responded with status 403 and the text 'Sign in to the wifi'"
      )
    });
    expect(JSON.stringify(error) + String(error)).not.toContain('secret');
  });

  it('of the network names the host and the reason', async () => {
    const connection = await connect(() => ({}));
    await service.close();
    await expect(connection.send({ path: '/' })).rejects.toMatchObject({
      code: 'ServiceUnreachable',
      message: expect.stringContaining(`${service.url}: nothing listens there`)
    });
  });
});
