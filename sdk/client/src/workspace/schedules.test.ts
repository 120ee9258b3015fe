import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ArmWorkspace, Connection } from '../arm/client/index.js';
import { fakeService, type FakeService } from '../arm/client/fake-service.test-support.js';
import type { Jobs } from './jobs.js';
import { Schedules } from './schedules.js';

const id = { subscription: 's', resourceGroup: 'g', workspace: 'w' };
const trigger = { triggerType: 'Cron', expression: '0 6 * * *', timeZone: 'UTC' } as const;

/** A job as the service returns it, with what the service has added. */
const job = {
  jobType: 'Command',
  command: 'python train.py',
  codeId: 'code',
  environmentId: 'environment',
  displayName: 'train',
  environmentVariables: { A: '1' },
  status: 'Completed',
  services: { Tracking: {} },
  isArchived: false,
  outputs: { default: { uri: 'runs/of/this/job' }, model: { mode: 'Upload' } }
};

describe('the schedules of a workspace', () => {
  let service: FakeService;
  let stored: Record<string, unknown> | undefined;
  let schedules: Schedules;
  const sent = () =>
    service.seen
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path.split('/').slice(-2).join('/')}`);

  beforeEach(async () => {
    stored = undefined;
    service = await fakeService(request => {
      const resource = { id: 'x', name: 'nightly', properties: stored };
      if (request.path.endsWith('/trigger')) return { body: { submissionId: 'nightly-1' } };
      if (request.method === 'PUT')
        stored = (JSON.parse(request.body.toString()) as { properties: Record<string, unknown> })
          .properties;
      if (request.path.endsWith('/schedules')) return { body: { value: stored ? [resource] : [] } };
      if (!stored)
        return { status: 404, body: { error: { code: 'ResourceNotFound', message: '' } } };
      return { body: { ...resource, properties: stored } };
    });
    const jobs = { get: () => Promise.resolve({ spec: { resource: { properties: job } } }) };
    schedules = new Schedules(
      new ArmWorkspace(new Connection({ endpoint: service.url }), id),
      jobs as unknown as Pick<Jobs, 'get'>
    );
  });
  afterEach(() => service.close());

  it('are created from a job, without what belongs to that job', async () => {
    const made = await schedules.create({ name: 'nightly', job: 'train_1', trigger });
    expect(made).toMatchObject({ name: 'nightly', isEnabled: true, trigger, job: 'train' });
    const { status, services, isArchived, outputs, ...definition } = job;
    expect(stored).toMatchObject({
      action: {
        actionType: 'CreateJob',
        jobDefinition: { ...definition, outputs: { model: outputs.model } }
      }
    });
    const { jobDefinition } = stored!.action as { jobDefinition: object };
    for (const added of Object.keys({ status, services, isArchived }))
      expect(jobDefinition).not.toHaveProperty(added);
  });

  it('say when they run next and what they missed, where the service tells', async () => {
    await schedules.create({ name: 'nightly', job: 'train_1', trigger });
    stored!.properties = {
      'carry.nextFiring': '2026-11-30T06:00:00.000Z',
      'carry.missedFirings': '3',
      'carry.lastMissedFiring': '2026-11-28T06:00:00.000Z'
    };
    expect(await schedules.get('nightly')).toMatchObject({
      nextAt: new Date('2026-11-30T06:00:00Z'),
      missed: { count: 3, last: new Date('2026-11-28T06:00:00Z') }
    });
  });

  it('keep their job when they are paused, resumed and get other times', async () => {
    await schedules.create({ name: 'nightly', job: 'train_1', trigger });
    const { action } = stored!;
    expect(await schedules.pause('nightly')).toMatchObject({ isEnabled: false });
    expect(await schedules.resume('nightly')).toMatchObject({ isEnabled: true });
    const hourly = { triggerType: 'Cron', expression: '0 * * * *' } as const;
    expect(await schedules.retime('nightly', hourly)).toMatchObject({ trigger: hourly });
    expect(stored!.action).toEqual(action);
  });

  it('are paused before they are deleted', async () => {
    await schedules.create({ name: 'nightly', job: 'train_1', trigger });
    service.seen.length = 0;
    await schedules.delete('nightly');
    expect(sent()).toEqual(['PUT schedules/nightly', 'DELETE schedules/nightly']);
  });

  it('never replace another one when they are created', async () => {
    await schedules.create({ name: 'nightly', job: 'train_1', trigger });
    const again = schedules.create({ name: 'nightly', job: 'train_2', trigger });
    await expect(again).rejects.toMatchObject({ code: 'ScheduleExists', status: 409 });
  });

  it('are triggered by hand, in a version of the API that can', async () => {
    expect(await schedules.trigger('nightly')).toBe('nightly-1');
    const { query, body } = service.seen.at(-1)!;
    expect(query).toMatchObject({ 'api-version': '2024-01-01-preview' });
    expect(JSON.parse(body.toString())).toHaveProperty('scheduleTime');
  });

  it('are listed', async () => {
    expect(await schedules.list().all()).toEqual([]);
    await schedules.create({ name: 'nightly', job: 'train_1', trigger });
    expect(await schedules.list().all()).toHaveLength(1);
    expect(service.seen.some(({ path }) => path.includes('/schedules'))).toBe(true);
  });
});
