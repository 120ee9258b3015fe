import { afterEach, describe, expect, it } from 'vitest';
import { Connection } from './connection.js';
import { fakeService, type FakeService, type Reply } from './fake-service.test-support.js';
import { settled } from './long-running.js';

let service: FakeService;
afterEach(() => service.close());

async function run(first: (url: string) => Reply, polls: Reply[]): Promise<void> {
  service = await fakeService(({ path }, url) => (path === '/start' ? first(url) : polls.shift()));
  const connection = new Connection({ endpoint: service.url });
  await settled(connection, await connection.send({ method: 'POST', path: '/start' }));
}

const soon = { 'retry-after': '0' };
const operation = (url: string): Reply => ({
  status: 201,
  headers: { ...soon, 'azure-asyncoperation': `${url}/operation` }
});
const state = (body: object): Reply => ({ headers: soon, body });

describe('a long-running operation', () => {
  it('is followed by Azure-AsyncOperation until it succeeded', async () => {
    await run(operation, [state({ status: 'InProgress' }), state({ status: 'Succeeded' })]);
    expect(service.seen.map(seen => seen.path)).toEqual(['/start', '/operation', '/operation']);
  });

  it('fails with the reason that the operation gives', async () => {
    const error = { code: 'NoQuota', message: 'There is none left' };
    await expect(run(operation, [state({ status: 'Failed', error })])).rejects.toMatchObject({
      code: 'OperationFailed',
      message: 'The operation ended as Failed: NoQuota: There is none left.'
    });
  });

  it('is followed by Location until the status is no longer 202', async () => {
    const accepted = { status: 202, headers: soon };
    await run(
      url => ({ status: 202, headers: { ...soon, location: `${url}/result` } }),
      [accepted, { status: 200 }]
    );
    expect(service.seen.map(seen => seen.path)).toEqual(['/start', '/result', '/result']);
  });

  it('is over at once when the answer is final', async () => {
    await run(url => ({ status: 201, headers: { location: `${url}/made` } }), []);
    expect(service.seen).toHaveLength(1);
  });
});
