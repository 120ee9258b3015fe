import { availableParallelism } from 'node:os';
import { beforeEach, describe, expect, it } from 'vitest';
import { ActiveJobs } from '../jobs/active-jobs.js';
import { computeOf } from '../jobs/command-check.js';
import { allComputes } from '../jobs/compute.js';
import { LongRunning } from '../protocol/long-running.js';
import type { DeclaredCompute } from '../schemas/compute-schema.js';
import { DocumentStore } from '../store/document-store.js';
import { JobStore } from '../store/job-store.js';
import { OperationStore } from '../store/operation-store.js';
import { computeRoutes } from './computes.js';
import { TestWorkspace } from './resources.test-support.js';

const cluster = (maxNodeCount: number) => ({
  location: 'local',
  properties: { computeType: 'AmlCompute', properties: { scaleSettings: { maxNodeCount } } }
});
const instance = { location: 'local', properties: { computeType: 'ComputeInstance' } };

describe('computes', () => {
  let workspace: TestWorkspace;
  let declared: DocumentStore<DeclaredCompute>;
  let jobs: JobStore;
  let wakes: number;
  beforeEach(() => {
    workspace = new TestWorkspace();
    const { app, context, db } = workspace;
    declared = new DocumentStore(db, 'computes', context.now);
    jobs = new JobStore(db);
    wakes = 0;
    computeRoutes(app, context, {
      declared,
      activeJobs: new ActiveJobs(jobs),
      wake: () => {
        wakes += 1;
      },
      longRunning: new LongRunning(context, new OperationStore(db, context.now))
    });
  });
  const slots = (name: string) => allComputes(declared).find(c => c.name === name)?.slots;
  const waits = (compute: string) => {
    jobs.insert({
      name: 'job-1',
      properties: { jobType: 'Command' },
      status: 'Queued',
      compute,
      experiment: 'Default',
      createdBy: 'ada',
      createdAt: 0,
      mark: 'm'
    });
  };
  const runs = (compute: string) => {
    waits(compute);
    jobs.move('job-1', 'Preparing');
  };

  it("find this machine by the names that Azure's clients use without asking", async () => {
    const computes = () => allComputes(declared);
    for (const name of ['local', 'serverless', 'Serverless'])
      expect(computeOf(name, { computes })).toBe('cpu');
    const { body } = await workspace.call('GET', '/computes/local');
    expect(body.name).toBe('cpu');
    const { status, body: refused } = await workspace.call('PUT', '/computes/local', cluster(1));
    expect([status, refused.error.message]).toEqual([
      409,
      "The name 'local' means this machine, whose compute is 'cpu', and cannot be changed. Create one under another name."
    ]);
  });

  it('include the machine by default, with one slot per core', () => {
    expect(slots('cpu')).toBe(availableParallelism());
  });

  it('give a cluster as many slots as its maximum of nodes, and wake the queue', async () => {
    expect((await workspace.call('PUT', '/computes/gpu', cluster(3))).status).toBe(201);
    expect([slots('gpu'), wakes]).toEqual([3, 1]);
    expect((await workspace.call('PUT', '/computes/gpu', cluster(5))).status).toBe(200);
    expect(slots('gpu')).toBe(5);
  });

  it('keep the fields beside the properties: tags, identity, location', async () => {
    const identity = { type: 'SystemAssigned' };
    const beside = { location: 'westeurope', tags: { team: 'a', round: 2 }, identity };
    const properties = { ...cluster(1).properties, disableLocalAuth: true };
    await workspace.call('PUT', '/computes/gpu', { ...beside, properties });
    const { body } = await workspace.call('GET', '/computes/gpu');
    expect(body).toMatchObject({
      location: 'westeurope',
      tags: { team: 'a', round: '2' },
      identity: { ...identity, principalId: expect.any(String) },
      properties: { disableLocalAuth: true }
    });
    expect((await workspace.call('GET', '/computes/cpu')).body).toMatchObject({
      location: 'local',
      tags: {}
    });
  });

  it('scale a cluster by PATCH', async () => {
    await workspace.call('PUT', '/computes/gpu', cluster(3));
    const { status } = await workspace.call('PATCH', '/computes/gpu', {
      properties: { properties: { scaleSettings: { maxNodeCount: 1 } } }
    });
    expect([status, slots('gpu')]).toEqual([200, 1]);
  });

  it('run no jobs on an instance while it is stopped', async () => {
    await workspace.call('PUT', '/computes/mine', instance);
    expect(slots('mine')).toBe(1);
    expect((await workspace.call('POST', '/computes/mine/stop')).status).toBe(202);
    expect(slots('mine')).toBe(0);
    const { body } = await workspace.call('GET', '/computes/mine');
    expect(body.properties.properties).toMatchObject({ state: 'Stopped' });
    await workspace.call('POST', '/computes/mine/start');
    expect(slots('mine')).toBe(1);
  });

  it('do not start a cluster, nor stop an instance that runs a job', async () => {
    await workspace.call('PUT', '/computes/gpu', cluster(3));
    expect((await workspace.call('POST', '/computes/gpu/start')).status).toBe(400);
    await workspace.call('PUT', '/computes/mine', instance);
    runs('mine');
    expect((await workspace.call('POST', '/computes/mine/stop')).status).toBe(409);
  });

  it('store the declaration of a compute elsewhere, which runs no jobs and returns no secrets', async () => {
    const vm = {
      location: 'local',
      properties: {
        computeType: 'VirtualMachine',
        resourceId: '/subscriptions/s/vm',
        properties: {
          address: '10.0.0.1',
          administratorAccount: { username: 'ada', password: 'secret' }
        }
      }
    };
    expect((await workspace.call('PUT', '/computes/vm', vm)).status).toBe(201);
    const { body } = await workspace.call('GET', '/computes/vm');
    expect(body.properties).toMatchObject({
      isAttachedCompute: true,
      resourceId: '/subscriptions/s/vm'
    });
    expect(body.properties.properties).toEqual({ address: '10.0.0.1' });
    expect((await workspace.call('POST', '/computes/vm/listKeys')).body).toMatchObject({
      computeType: 'VirtualMachine',
      administratorAccount: { password: 'secret' }
    });
    expect(slots('vm')).toBe(0);
    expect(() => computeOf('vm', { computes: () => allComputes(declared) })).toThrow(
      "The compute 'vm' is of type VirtualMachine: the workspace stores its declaration, but runs no jobs there. Jobs run on: cpu."
    );
  });

  it.each([
    ['AKS', { sslConfiguration: { cert: 'hush', key: 'hush', cname: 'told' } }],
    ['Kubernetes', { relayConnectionString: 'hush', vcName: 'told' }],
    ['AmlCompute', { userAccountCredentials: { adminUserName: 'told', adminUserPassword: 'hush' } }]
  ])('return all properties of %s but its secrets', async (computeType, properties) => {
    const body = { location: 'local', properties: { computeType, properties } };
    const made = await workspace.call('PUT', '/computes/guarded', body);
    const read = await workspace.call('GET', '/computes/guarded');
    for (const answer of [made, read]) {
      expect(JSON.stringify(answer.body)).toContain('told');
      expect(JSON.stringify(answer.body)).not.toContain('hush');
    }
  });

  it.each([
    ['Kubernetes', { instanceTypes: { key: { nodeSelector: { cert: 'told', key: 'told' } } } }],
    ['AmlCompute', { propertyBag: { key: 'told', administratorAccount: 'told' } }],
    ['ComputeInstance', { customServices: [{ environmentVariables: { key: 'told' } }] }],
    ['HDInsight', { extraProperties: { key: 'told', adminUserPassword: 'told' } }]
  ])("return a user's own fields of %s that are named like a secret", async (type, properties) => {
    await workspace.call('PUT', '/computes/open', {
      location: 'local',
      properties: { computeType: type, properties }
    });
    const { body } = await workspace.call('GET', '/computes/open');
    expect(body.properties.properties).toMatchObject(properties);
  });

  it('reject a type that Azure does not have', async () => {
    const { status } = await workspace.call('PUT', '/computes/k', {
      properties: { computeType: 'Abacus' }
    });
    expect(status).toBe(400);
  });

  it('have case-insensitive names', async () => {
    await workspace.call('PUT', '/computes/gpu', cluster(3));
    expect((await workspace.call('PUT', '/computes/GPU', cluster(2))).status).toBe(200);
    expect((await workspace.call('GET', '/computes/Gpu')).body).toMatchObject({ name: 'gpu' });
    expect((await workspace.call('GET', '/computes/CPU')).body).toMatchObject({ name: 'cpu' });
    expect((await workspace.call('PUT', '/computes/Cpu', cluster(2))).status).toBe(409);
    const computes = () => allComputes(declared);
    expect(computeOf('/x/computes/GPU', { computes })).toBe('gpu');
    waits('gpu');
    expect((await workspace.call('DELETE', '/computes/GPU')).status).toBe(409);
    jobs.move('job-1', 'Canceled');
    expect((await workspace.call('DELETE', '/computes/GPU')).status).toBe(202);
    expect(slots('gpu')).toBeUndefined();
  });

  it('may not have a minimum of nodes above their maximum', async () => {
    const scaleSettings = { minNodeCount: 3, maxNodeCount: 2 };
    const body = {
      location: 'local',
      properties: { computeType: 'AmlCompute', properties: { scaleSettings } }
    };
    expect((await workspace.call('PUT', '/computes/gpu', body)).status).toBe(400);
    await workspace.call('PUT', '/computes/gpu', cluster(3));
    const patch = { properties: { properties: { scaleSettings } } };
    expect((await workspace.call('PATCH', '/computes/gpu', patch)).status).toBe(400);
    expect(slots('gpu')).toBe(3);
  });

  it('keep their type', async () => {
    await workspace.call('PUT', '/computes/gpu', cluster(3));
    expect((await workspace.call('PUT', '/computes/gpu', instance)).status).toBe(409);
  });

  it('list the nodes that run a job', async () => {
    await workspace.call('PUT', '/computes/gpu', cluster(3));
    runs('gpu');
    const { body } = await workspace.call('POST', '/computes/gpu/listNodes');
    expect(body.nodes.map(node => node.runId)).toEqual(['job-1']);
  });

  it('have no node for a waiting job', async () => {
    await workspace.call('PUT', '/computes/gpu', cluster(3));
    waits('gpu');
    expect((await workspace.call('POST', '/computes/gpu/listNodes')).body.nodes).toEqual([]);
  });

  it('are deleted only when their jobs have ended', async () => {
    await workspace.call('PUT', '/computes/gpu', cluster(3));
    waits('gpu');
    expect((await workspace.call('DELETE', '/computes/gpu')).status).toBe(409);
    jobs.move('job-1', 'Canceled');
    expect((await workspace.call('DELETE', '/computes/gpu')).status).toBe(202);
    expect((await workspace.call('DELETE', '/computes/gpu')).status).toBe(204);
    expect((await workspace.call('DELETE', '/computes/cpu')).status).toBe(409);
  });
});
