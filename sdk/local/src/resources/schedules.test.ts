import { beforeEach, describe, expect, it } from 'vitest';
import { LongRunning } from '../protocol/long-running.js';
import { Scheduler } from '../schedules/scheduler.js';
import { OperationStore } from '../store/operation-store.js';
import { ScheduleStore } from '../store/schedule-store.js';
import { TestWorkspace } from './resources.test-support.js';
import { scheduleRoutes } from './schedules.js';

const nightly = {
  trigger: { triggerType: 'Cron', expression: '0 2 * * *', timeZone: 'UTC' },
  action: {
    actionType: 'CreateJob',
    jobDefinition: { jobType: 'Command', command: 'run', environmentId: 'azureml:e:1' }
  }
};

describe('schedules', () => {
  let workspace: TestWorkspace;
  let schedules: ScheduleStore;
  beforeEach(() => {
    workspace = new TestWorkspace();
    const { app, context, db } = workspace;
    schedules = new ScheduleStore(db, context.now);
    const scheduler = new Scheduler({
      schedules,
      findJob: () => undefined,
      verify: () => undefined,
      submit: () => undefined,
      now: context.now,
      report: () => undefined
    });
    const longRunning = new LongRunning(context, new OperationStore(db, context.now));
    scheduleRoutes(app, context, { schedules, scheduler, longRunning });
  });
  const put = (name: string, more: object = {}) =>
    workspace.call('PUT', `/schedules/${name}`, { properties: { ...nightly, ...more } });
  const list = async (view = '') =>
    (await workspace.call('GET', `/schedules${view}`)).body.value.map(s => s.name);

  it('are created enabled, with the time they start at', async () => {
    const { status, body } = await put('nightly');
    expect(status).toBe(201);
    expect(body.properties).toMatchObject({
      isEnabled: true,
      provisioningState: 'Succeeded',
      trigger: { startTime: '2026-01-01T00:00:00' }
    });
    expect((await put('nightly')).status).toBe(200);
  });

  it('are listed by whether they are enabled', async () => {
    await put('on');
    await put('off', { isEnabled: false });
    expect(await list()).toEqual(['on']);
    expect(await list('?listViewType=DisabledOnly')).toEqual(['off']);
    expect(await list('?listViewType=All')).toEqual(['off', 'on']);
    expect((await workspace.call('GET', '/schedules?listViewType=x')).status).toBe(400);
  });

  it('accept the spelling of both clients', async () => {
    const schedule = { hours: [1], minutes: [0], weekDays: ['monday'], monthDays: null };
    const { body } = await put('weekly', {
      trigger: { triggerType: 'Recurrence', frequency: 'week', interval: 1, schedule }
    });
    expect(body.properties.trigger).toMatchObject({
      frequency: 'Week',
      schedule: { hours: [1], minutes: [0], weekDays: ['Monday'] }
    });
  });

  it('are stored unchecked while they are disabled, and checked when they are enabled', async () => {
    const draft = {
      trigger: { triggerType: 'Cron', expression: 'string', timeZone: 'string' },
      action: { actionType: 'InvokeBatchEndpoint', endpointInvocationDefinition: { x: null } }
    };
    expect((await put('draft', { ...draft, isEnabled: false })).status).toBe(201);
    expect((await put('draft', draft)).status).toBe(400);
    const { status, body } = await put('draft', { ...draft, trigger: nightly.trigger });
    expect([status, body.error.code]).toEqual([501, 'NotImplemented']);
    expect((await put('draft', { action: { actionType: 'Dance' } })).status).toBe(400);
  });

  it('report their missed firings, and do not store them as properties of their own', async () => {
    await put('nightly', { properties: { mine: '1' } });
    const first = Date.UTC(2026, 0, 1, 2);
    const missed = { dueAt: first, lastDueAt: first, count: 1, outcome: 'Missed' } as const;
    schedules.settle('nightly', [missed], undefined);
    const stored = (await workspace.call('GET', '/schedules/nightly')).body.properties.properties;
    expect(stored).toEqual({
      mine: '1',
      'carry.missedFirings': '1',
      'carry.lastMissedFiring': '2026-01-01T02:00:00.000Z'
    });
    await put('nightly', { properties: stored as object });
    expect(schedules.get('nightly')?.properties.properties).toEqual({ mine: '1' });
    const { body } = await workspace.call('GET', '/schedules/nightly/firings');
    expect(body.value).toMatchObject([{ due: '2026-01-01T02:00:00.000Z', outcome: 'Missed' }]);
  });

  it('report when they run next, unless they are disabled', async () => {
    const next = async (): Promise<string | undefined> => {
      const { body } = await workspace.call('GET', '/schedules/nightly');
      return (body.properties.properties as Record<string, string>)['carry.nextFiring'];
    };
    await put('nightly');
    expect(new Date((await next())!).getTime()).toBe(schedules.get('nightly')?.nextAt);
    await put('nightly', { isEnabled: false });
    expect(await next()).toBeUndefined();
  });

  it('are triggered once for a time', async () => {
    await put('nightly');
    const once = { scheduleTime: '2026-02-03T04:05:06Z' };
    const { status, body } = await workspace.call('POST', '/schedules/nightly/trigger', once);
    expect([status, body]).toEqual([
      200,
      { scheduleActionType: 'CreateJob', submissionId: 'nightly-20260203T040506Z' }
    ]);
  });

  it('can be deleted once they are disabled', async () => {
    await put('nightly');
    expect((await workspace.call('DELETE', '/schedules/nightly')).status).toBe(409);
    await put('nightly', { isEnabled: false });
    expect((await workspace.call('DELETE', '/schedules/nightly')).status).toBe(202);
    expect((await workspace.call('GET', '/schedules/nightly')).status).toBe(404);
    expect((await workspace.call('DELETE', '/schedules/nightly')).status).toBe(204);
  });
});
