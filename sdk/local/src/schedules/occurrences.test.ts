import { describe, expect, it } from 'vitest';
import type { Trigger } from '../schemas/schedule-schema.js';
import { timesOf } from './trigger.js';

/** The first times of a trigger after an instant. */
function timesAfter(after: string, trigger: Omit<Trigger, 'triggerType'>, count = 3): string[] {
  const at = Date.parse(after);
  const next = timesOf({ triggerType: trigger.expression ? 'Cron' : 'Recurrence', ...trigger }, at);
  const found: string[] = [];
  for (let last = next(at); last !== undefined && found.length < count; last = next(last))
    found.push(new Date(last).toISOString().slice(0, 16));
  return found;
}
const pacific = { timeZone: 'Pacific Standard Time' };

describe('a cron trigger', () => {
  const cron = (expression: string, more: object = {}) => ({ expression, ...more });

  it('fires in UTC unless it names a time zone', () => {
    const times = ['2026-11-23T16:15', '2026-11-30T16:15', '2026-12-07T16:15'];
    expect(timesAfter('2026-11-21T00:00Z', cron('15 16 * * 1'))).toEqual(times);
    expect(timesAfter('2026-11-21T00:00Z', cron('15 8 * * Mon', pacific))).toEqual(times);
  });

  it('supports lists, ranges and steps', () => {
    expect(timesAfter('2026-11-20T00:00Z', cron('*/30 8-9 * * MON,Sat'), 5)).toEqual([
      '2026-11-21T08:00',
      '2026-11-21T08:30',
      '2026-11-21T09:00',
      '2026-11-21T09:30',
      '2026-11-23T08:00'
    ]);
  });

  it('reads days of the month and months as *, as Azure does', () => {
    const times = ['2026-11-21T06:00', '2026-11-22T06:00', '2026-11-23T06:00'];
    expect(timesAfter('2026-11-21T00:00Z', cron('0 6 1 1 *'))).toEqual(times);
  });

  it('returns only times after the given one', () => {
    expect(timesAfter('2026-11-21T06:00Z', cron('0 6 * * *'), 1)).toEqual(['2026-11-22T06:00']);
    expect(timesAfter('2026-11-21T05:59:59.999Z', cron('0 6 * * *'), 1)).toEqual([
      '2026-11-21T06:00'
    ]);
  });

  describe('when summer time starts and skips the hour from 2 to 3', () => {
    const before = '2026-03-08T00:00Z';
    it('fires after the gap for a time in it', () => {
      expect(timesAfter(before, cron('30 2 * * *', pacific))).toEqual([
        '2026-03-08T10:00',
        '2026-03-09T09:30',
        '2026-03-10T09:30'
      ]);
    });
    it('continues every half hour', () => {
      expect(timesAfter('2026-03-08T09:00Z', cron('*/30 * * * *', pacific))).toEqual([
        '2026-03-08T09:30',
        '2026-03-08T10:00',
        '2026-03-08T10:30'
      ]);
    });
  });

  describe('when summer time ends and the hour from 1 to 2 occurs twice', () => {
    it('fires once for a time in it', () => {
      expect(timesAfter('2026-11-01T00:00Z', cron('30 1 * * *', pacific), 2)).toEqual([
        '2026-11-01T08:30',
        '2026-11-02T09:30'
      ]);
    });
    it('continues every half hour', () => {
      expect(timesAfter('2026-11-01T08:00Z', cron('*/30 * * * *', pacific), 4)).toEqual([
        '2026-11-01T08:30',
        '2026-11-01T09:00',
        '2026-11-01T09:30',
        '2026-11-01T10:00'
      ]);
    });
  });
});

describe('a recurrence trigger', () => {
  const startTime = '2026-01-05T06:30:15';
  const start = '2026-01-01T00:00Z';

  it('counts minutes and hours from its start, the start included', () => {
    const every = (frequency: 'Minute' | 'Hour', interval: number) =>
      timesAfter(start, { frequency, interval, startTime });
    expect(every('Minute', 20)).toEqual([
      '2026-01-05T06:30',
      '2026-01-05T06:50',
      '2026-01-05T07:10'
    ]);
    expect(every('Hour', 12)).toEqual(['2026-01-05T06:30', '2026-01-05T18:30', '2026-01-06T06:30']);
  });

  it('fires at the time of day of its start if its pattern has none', () => {
    expect(timesAfter(start, { frequency: 'Day', interval: 3, startTime })).toEqual([
      '2026-01-05T06:30',
      '2026-01-08T06:30',
      '2026-01-11T06:30'
    ]);
    expect(timesAfter(start, { frequency: 'Week', interval: 2, startTime })).toEqual([
      '2026-01-05T06:30',
      '2026-01-19T06:30',
      '2026-02-02T06:30'
    ]);
    expect(timesAfter(start, { frequency: 'Month', interval: 1, startTime })).toEqual([
      '2026-01-05T06:30',
      '2026-02-05T06:30',
      '2026-03-05T06:30'
    ]);
  });

  it('fires at every hour and minute of its pattern on every day that counts', () => {
    const schedule = { hours: [10, 22], minutes: [0, 15] };
    expect(timesAfter(start, { frequency: 'Day', interval: 2, startTime, schedule }, 6)).toEqual([
      '2026-01-05T10:00',
      '2026-01-05T10:15',
      '2026-01-05T22:00',
      '2026-01-05T22:15',
      '2026-01-07T10:00',
      '2026-01-07T10:15'
    ]);
  });

  it('counts weeks from Monday', () => {
    const schedule = { hours: [9], minutes: [0], weekDays: ['Monday' as const, 'Sunday' as const] };
    expect(timesAfter(start, { frequency: 'Week', interval: 2, startTime, schedule }, 4)).toEqual([
      '2026-01-05T09:00',
      '2026-01-11T09:00',
      '2026-01-19T09:00',
      '2026-01-25T09:00'
    ]);
  });

  it('skips months without the day', () => {
    const schedule = { hours: [0], minutes: [0], monthDays: [31] };
    expect(timesAfter(start, { frequency: 'Month', interval: 1, schedule })).toEqual([
      '2026-01-31T00:00',
      '2026-03-31T00:00',
      '2026-05-31T00:00'
    ]);
  });

  it('ends when the months that count never have the day', () => {
    const schedule = { hours: [0], minutes: [0], monthDays: [31] };
    const april = '2026-04-01T00:00:00';
    expect(
      timesAfter(start, { frequency: 'Month', interval: 12, startTime: april, schedule })
    ).toEqual([]);
  });

  it('follows the local time of its zone across the change to summer time', () => {
    const daily = { frequency: 'Day' as const, interval: 1, ...pacific };
    expect(timesAfter('2026-03-07T00:00Z', { ...daily, startTime: '2026-03-01T08:00' })).toEqual([
      '2026-03-07T16:00',
      '2026-03-08T15:00',
      '2026-03-09T15:00'
    ]);
  });
});

describe('start and end of a trigger', () => {
  const expression = '0 6 * * *';
  it('are read in its zone, or with an offset of their own', () => {
    const between = { startTime: '2026-01-02 06:00:00', endTime: '2026-01-03T06:00:00' };
    expect(timesAfter('2026-01-01T00:00Z', { expression, ...between, ...pacific })).toEqual([
      '2026-01-02T14:00',
      '2026-01-03T14:00'
    ]);
    const offset = { startTime: '2026-01-02T16:00:00+10:00', endTime: '2026-01-03T00:00:00Z' };
    expect(timesAfter('2026-01-01T00:00Z', { expression, ...offset })).toEqual([
      '2026-01-02T06:00'
    ]);
  });

  it.each([
    [{ expression: 'string' }, 'expression'],
    [{ expression: '0 6 * *' }, 'expression'],
    [{ expression: '61 6 * * *' }, 'expression'],
    [{ expression, timeZone: 'Middle Earth' }, 'timeZone'],
    [{ expression, startTime: 'tomorrow' }, 'startTime'],
    [{ expression, startTime: '2026-01-02', endTime: '2026-01-01' }, 'endTime'],
    [{ interval: 1 }, 'frequency'],
    [{ frequency: 'Day' as const }, 'interval'],
    [{ frequency: 'Hour' as const, interval: 1, schedule: { hours: [1], minutes: [] } }, 'schedule']
  ])('are rejected, naming the wrong field: %j', (trigger, field) => {
    expect(() => timesAfter('2026-01-01T00:00Z', trigger)).toThrow(`properties.trigger.${field}`);
  });
});
