import { afterEach, describe, expect, it } from 'vitest';
import { ArmWorkspace, Connection } from '../arm/client/index.js';
import {
  fakeService,
  type FakeService,
  type Reply
} from '../arm/client/fake-service.test-support.js';
import { Environments } from './environments.js';

const id = { subscription: 's', resourceGroup: 'g', workspace: 'w' };
const content = { name: 'sklearn', image: 'python:3.12' };
const exists = { status: 409, body: { error: { code: 'UserError', message: 'It exists.' } } };

let service: FakeService;
afterEach(() => service.close());

/** Environments of a service that finds a version only once one was sent to it, and answers that with a reply of the test. */
async function environments(replyToPut: Reply) {
  let isSent = false;
  service = await fakeService(({ method, path }) => {
    if (method === 'PUT') {
      isSent = true;
      return replyToPut;
    }
    const name = path.split('/').at(-1);
    const found = { id: path, name, properties: { image: content.image } };
    return isSent ? { body: found } : undefined;
  });
  return new Environments(new ArmWorkspace(new Connection({ endpoint: service.url }), id));
}

describe('environments.ensure', () => {
  it('returns the version that another submit has created meanwhile', async () => {
    const ensured = await (await environments(exists)).ensure(content);
    expect(ensured).toMatchObject({ ...content, version: expect.stringMatching(/^[0-9a-f]{12}$/) });
    expect(service.seen.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET']);
  });

  it('fails as the service does if it refuses the environment', async () => {
    const refused = { status: 400, body: { error: { code: 'UserError', message: 'No image.' } } };
    await expect((await environments(refused)).ensure(content)).rejects.toMatchObject({
      status: 400
    });
  });
});
