import LibsqlDatabase, { type Database } from 'libsql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JobBase } from 'carry-ml/arm';
import { CarryError } from 'carry-ml/errors';
import type { Schedule } from '../schemas/schedule-schema.js';
import type { StoredJob } from '../store/job-store.js';
import { ScheduleStore } from '../store/schedule-store.js';
import { Scheduler } from './scheduler.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const command: JobBase = { jobType: 'Command', command: 'run', environmentId: 'e' };
const hourly = (more: Partial<Schedule> = {}): Schedule => ({
  trigger: { triggerType: 'Cron', expression: '0 * * * *' },
  action: { actionType: 'CreateJob', jobDefinition: command },
  ...more
});

describe('the scheduler', () => {
  let db: Database;
  let schedules: ScheduleStore;
  let scheduler: Scheduler;
  let jobs: Map<string, JobBase>;
  let refusal: Error | undefined;
  let reports: unknown[];

  const open = () => {
    scheduler = new Scheduler({
      schedules,
      findJob: name => {
        const properties = jobs.get(name);
        return properties && ({ name, properties } as StoredJob);
      },
      verify: () => undefined,
      submit: (name, job) => {
        if (refusal) throw refusal;
        jobs.set(name, job);
      },
      now: Date.now,
      report: error => reports.push(error)
    });
    scheduler.start();
  };
  const put = (given: Schedule, name = 'nightly') => scheduler.put(name, given, 'ada');
  const names = () => [...jobs.keys()];
  const history = () =>
    schedules
      .firings('nightly', { skip: 0, top: 100 })
      .map(({ outcome, dueAt, count }) => `${outcome} ${stamp(dueAt)} ${count}`);
  const stamp = (at: number) => new Date(at).toISOString().slice(11, 16);

  beforeEach(() => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 21, 11, 30) });
    db = new LibsqlDatabase(':memory:');
    schedules = new ScheduleStore(db, Date.now);
    jobs = new Map();
    reports = [];
    refusal = undefined;
    open();
  });
  afterEach(() => {
    scheduler.close();
    vi.useRealTimers();
  });

  describe('fires', () => {
    it('at the time, once, with the name that Azure gives', async () => {
      put(hourly());
      await vi.advanceTimersByTimeAsync(HOUR * 2);
      expect(names()).toEqual(['nightly-20261121T120000Z', 'nightly-20261121T130000Z']);
      expect(jobs.get('nightly-20261121T120000Z')).toMatchObject({
        command: 'run',
        displayName: 'nightly-20261121T120000Z',
        properties: {
          'azureml.scheduleid': 'nightly',
          'azureml.scheduletriggertime': '2026-11-21T12:00:00Z'
        }
      });
    });

    it('with the time and the name filled in', async () => {
      const time = {
        jobInputType: 'literal' as const,
        value: '${{creation_context.trigger_time}}'
      };
      const out = { jobOutputType: 'uri_folder' as const, uri: 'azureml://d/paths/${{name}}/' };
      const jobDefinition = { ...command, inputs: { time }, outputs: { out } };
      put(hourly({ action: { actionType: 'CreateJob', jobDefinition } }));
      await vi.advanceTimersByTimeAsync(HOUR);
      expect(jobs.get('nightly-20261121T120000Z')).toMatchObject({
        inputs: { time: { value: '2026-11-21T12:00:00Z' } },
        outputs: { out: { uri: 'azureml://d/paths/nightly-20261121T120000Z/' } }
      });
    });

    it('at once when a recurrence has no start, which is then its start', () => {
      const { schedule } = put(
        hourly({ trigger: { triggerType: 'Recurrence', frequency: 'Day', interval: 1 } })
      );
      expect(schedule.properties.trigger.startTime).toBe('2026-11-21T11:30:00');
      expect(names()).toEqual(['nightly-20261121T113000Z']);
    });

    it('not while it is disabled, nor later for the times that passed meanwhile', async () => {
      put(hourly());
      put(hourly({ isEnabled: false }));
      await vi.advanceTimersByTimeAsync(HOUR);
      put(hourly());
      expect(names()).toEqual([]);
      await vi.advanceTimersByTimeAsync(HOUR);
      expect(names()).toEqual(['nightly-20261121T130000Z']);
    });

    it('never after its end', async () => {
      const endTime = '2026-11-21T12:30:00';
      put(hourly({ trigger: { triggerType: 'Cron', expression: '0 * * * *', endTime } }));
      await vi.advanceTimersByTimeAsync(5 * HOUR);
      expect(names()).toEqual(['nightly-20261121T120000Z']);
    });
  });

  describe('after a pause of the server', () => {
    const away = (time: number) => {
      scheduler.close();
      vi.setSystemTime(Date.now() + time);
      open();
    };

    it('fires a schedule that fell due a moment ago', () => {
      put(hourly());
      away(32 * MINUTE);
      expect(history()).toEqual(['Fired 12:00 1']);
    });

    it('stores the missed firings without starting a job for each', async () => {
      put(hourly());
      away(10 * HOUR);
      expect(names()).toEqual([]);
      expect(history()).toEqual(['Missed 12:00 10']);
      expect(schedules.get('nightly')).toMatchObject({
        missed: 10,
        lastMissedAt: Date.UTC(2026, 10, 21, 21)
      });
      await vi.advanceTimersByTimeAsync(30 * MINUTE);
      expect(names()).toEqual(['nightly-20261121T220000Z']);
    });

    it('notices within half a minute that the machine slept', async () => {
      put(hourly());
      vi.setSystemTime(Date.now() + 3 * HOUR);
      await vi.advanceTimersByTimeAsync(30_000);
      expect(history()).toEqual(['Missed 12:00 3']);
    });

    it('does not repeat a firing from before a crash', () => {
      put(hourly());
      jobs.set('nightly-20261121T120000Z', { ...command, displayName: 'first' });
      away(31 * MINUTE);
      expect(history()).toEqual(['Fired 12:00 1']);
      expect(jobs.get('nightly-20261121T120000Z')?.displayName).toBe('first');
    });

    it('does not fire twice for a time when the clock is set back', async () => {
      put(hourly());
      await vi.advanceTimersByTimeAsync(31 * MINUTE);
      vi.setSystemTime(Date.now() - 10 * MINUTE);
      await vi.advanceTimersByTimeAsync(30 * MINUTE);
      expect(names()).toEqual(['nightly-20261121T120000Z']);
    });

    it.each(['runs on', 'restarts'])(
      'does not wait for years when the clock has been years ahead and the server %s',
      async how => {
        put(hourly());
        const before = Date.now();
        vi.setSystemTime(before + 10 * 365 * 24 * HOUR);
        await vi.advanceTimersByTimeAsync(MINUTE);
        expect(history()).toHaveLength(1);
        vi.setSystemTime(before);
        if (how === 'restarts') away(0);
        await vi.advanceTimersByTimeAsync(HOUR);
        expect(names()).toEqual(['nightly-20261121T120000Z']);
      }
    );
  });

  describe('when the job is rejected', () => {
    it('stores the reason, and continues', async () => {
      put(hourly());
      refusal = new CarryError('UserError', 400, 'Unknown compute.');
      await vi.advanceTimersByTimeAsync(HOUR);
      expect(schedules.firings('nightly', { skip: 0, top: 1 })).toMatchObject([
        { outcome: 'Failed', message: 'Unknown compute.' }
      ]);
      refusal = undefined;
      await vi.advanceTimersByTimeAsync(HOUR);
      expect(names()).toEqual(['nightly-20261121T130000Z']);
    });

    it('retries after an internal error', async () => {
      put(hourly());
      refusal = new Error('disk full');
      await vi.advanceTimersByTimeAsync(31 * MINUTE);
      expect([history(), reports.length > 0]).toEqual([[], true]);
      refusal = undefined;
      await vi.advanceTimersByTimeAsync(MINUTE);
      expect(names()).toEqual(['nightly-20261121T120000Z']);
    });
  });

  describe('a schedule that is submitted again', () => {
    it('stays unchanged when nothing differs', async () => {
      const first = put(hourly());
      await vi.advanceTimersByTimeAsync(HOUR);
      const second = put(hourly());
      expect(second).toMatchObject({ created: false });
      expect(second.schedule.modifiedAt).toBe(first.schedule.modifiedAt);
      expect(names()).toHaveLength(1);
    });

    it('keeps the history when it changes', async () => {
      put(hourly());
      await vi.advanceTimersByTimeAsync(HOUR);
      put(hourly({ trigger: { triggerType: 'Cron', expression: '15 * * * *' } }));
      await vi.advanceTimersByTimeAsync(HOUR);
      expect(history()).toEqual(['Fired 13:15 1', 'Fired 12:00 1']);
    });
  });

  it('creates jobs from an existing one', async () => {
    jobs.set('source', { jobType: 'Pipeline', experimentName: 'story', jobs: { a: {} } });
    const jobDefinition = {
      jobType: 'Pipeline',
      experimentName: '',
      sourceJobId: '/subscriptions/s/x/jobs/source'
    };
    put(hourly({ action: { actionType: 'CreateJob', jobDefinition } }));
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(jobs.get('nightly-20261121T120000Z')).toMatchObject({
      experimentName: 'story',
      jobs: { a: {} }
    });
    const gone = { ...jobDefinition, sourceJobId: 'gone' };
    expect(() =>
      put(hourly({ action: { actionType: 'CreateJob', jobDefinition: gone } }), 'other')
    ).toThrow("There is no job 'gone'");
  });

  it('triggers a schedule once, in addition to its times', () => {
    const { schedule } = put(hourly());
    expect(scheduler.trigger(schedule, Date.now())).toBe('nightly-20261121T113000Z');
    expect(history()).toEqual(['Fired 11:30 1']);
    const disabled = put(hourly({ isEnabled: false })).schedule;
    expect(() => scheduler.trigger(disabled, Date.now())).toThrow('is disabled');
  });

  it('deletes a schedule only when it is disabled', () => {
    put(hourly());
    expect(() => scheduler.delete('nightly')).toThrow('Cannot delete an active trigger');
    put(hourly({ isEnabled: false }));
    expect([scheduler.delete('nightly'), scheduler.delete('nightly')]).toEqual([true, false]);
  });
});
