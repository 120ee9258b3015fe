import { afterEach, describe, expect, it } from 'vitest';
import { ArmWorkspace, Connection } from '../arm/client/index.js';
import {
  fakeService,
  type FakeService,
  type Reply,
  type Seen
} from '../arm/client/fake-service.test-support.js';
import { Computes } from './computes.js';

const id = { subscription: 's', resourceGroup: 'g', workspace: 'w' };
const prefix =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w';
const cluster = {
  id: `${prefix}/computes/c`,
  name: 'c',
  location: 'westeurope',
  properties: {
    computeType: 'AmlCompute',
    provisioningState: 'Succeeded',
    description: null,
    properties: {
      vmSize: 'Standard_DS3_v2',
      scaleSettings: {
        minNodeCount: 1,
        maxNodeCount: 4,
        nodeIdleTimeBeforeScaleDown: 'PT1H30M',
        someNewField: 'kept'
      }
    }
  }
};

let service: FakeService;
afterEach(() => service.close());

/** Computes of a service whose changes are long-running operations that end at the first poll. */
async function computes(answer: (request: Seen) => Reply | undefined = () => undefined) {
  service = await fakeService((request, url) => {
    const own = answer(request);
    if (own) return own;
    if (request.path === '/operation') return { body: { status: 'Succeeded' } };
    if (request.path === prefix) return { body: { location: 'westeurope', properties: {} } };
    if (request.method === 'GET') return { body: cluster };
    const headers = { 'azure-asyncoperation': `${url}/operation`, 'retry-after': '0' };
    return { status: 202, headers };
  });
  return new Computes(new ArmWorkspace(new Connection({ endpoint: service.url }), id));
}
/** The requests that change something, and the polls of their operations. */
const changes = () =>
  service.seen
    .filter(({ method, path }) => method !== 'GET' || path === '/operation')
    .map(({ method, path }) => `${method} ${path.replace(prefix, '')}`);
const sent = (method: string) => service.seen.find(seen => seen.method === method)!;

describe('a cluster', () => {
  it('is created with its size, scale and idle time in the region of the workspace', async () => {
    const made = await (
      await computes()
    ).create({
      name: 'c',
      size: 'Standard_DS3_v2',
      max: 4,
      tags: { team: 'a' },
      properties: { vmPriority: 'LowPriority' }
    });
    expect(changes()).toEqual(['PUT /computes/c', 'GET /operation']);
    expect(sent('PUT').json()).toEqual({
      location: 'westeurope',
      tags: { team: 'a' },
      properties: {
        computeType: 'AmlCompute',
        properties: {
          vmPriority: 'LowPriority',
          vmSize: 'Standard_DS3_v2',
          scaleSettings: {
            minNodeCount: 0,
            maxNodeCount: 4,
            nodeIdleTimeBeforeScaleDown: 'PT120S'
          }
        }
      }
    });
    expect(made).toEqual({
      name: 'c',
      id: cluster.id,
      type: 'AmlCompute',
      state: 'Succeeded',
      size: 'Standard_DS3_v2',
      scale: { min: 1, max: 4, idleSeconds: 5400 }
    });
  });

  it.each([
    ['ClusterIncomplete', { name: '' }],
    ['ClusterIncomplete', { size: undefined as unknown as string }],
    ['IdleTimeInvalid', { idleSeconds: -5 }],
    ['IdleTimeInvalid', { idleSeconds: NaN }]
  ])('is not created with a missing or impossible value: %s for %j', async (code, change) => {
    const cluster = { name: 'c', size: 'Standard_DS3_v2', max: 4, ...change };
    await expect((await computes()).create(cluster)).rejects.toMatchObject({ code, status: 400 });
    expect(changes()).toEqual([]);
  });

  it('is resized without losing a setting that is not given, known or not', async () => {
    await (await computes()).resize('c', { max: 8 });
    expect(changes()).toEqual(['PATCH /computes/c', 'GET /operation']);
    expect(sent('PATCH').json()).toEqual({
      properties: {
        properties: {
          scaleSettings: { ...cluster.properties.properties.scaleSettings, maxNodeCount: 8 }
        }
      }
    });
  });

  it('is deleted with its machines', async () => {
    await (await computes()).delete('c');
    expect(changes()).toEqual(['DELETE /computes/c', 'GET /operation']);
    expect(sent('DELETE').query).toMatchObject({ underlyingResourceAction: 'Delete' });
  });

  it('that cannot be created says why', async () => {
    const error = { code: 'QuotaExceeded', message: 'No cores are left.' };
    const refusing = await computes(({ path }) =>
      path === '/operation' ? { body: { status: 'Failed', error } } : undefined
    );
    const creating = refusing.create({ name: 'c', size: 'Standard_DS3_v2', max: 4 });
    await expect(creating).rejects.toMatchObject({
      code: 'OperationFailed',
      message: expect.stringContaining('QuotaExceeded: No cores are left.')
    });
  });
});

describe('an instance', () => {
  it.each(['start', 'stop'] as const)('%ss and is waited for', async verb => {
    await (await computes())[verb]('c');
    expect(changes()).toEqual([`POST /computes/c/${verb}`, 'GET /operation']);
  });
});
