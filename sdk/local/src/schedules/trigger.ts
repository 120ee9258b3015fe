import type { Trigger } from '../schemas/schedule-schema.js';
import { fail } from './errors.js';
import { cronTimes, recurrenceTimes, type Next } from './occurrences.js';
import { timeZone } from './time-zone.js';
import { instantOf, wallClock } from './wall-clock.js';

/** The times at which a trigger fires, from its start to its end. Throws for an invalid trigger, naming the field. */
export function timesOf(trigger: Trigger, now: number): Next {
  const zone = zoneOf(trigger);
  const start = instant(trigger.startTime, 'startTime', zone) ?? now;
  const end = instant(trigger.endTime, 'endTime', zone) ?? Infinity;
  if (end < start)
    throw fail('TriggerEndBeforeStart', { endTime: trigger.endTime ?? '' }, targetOf('endTime'));
  const next =
    trigger.triggerType === 'Cron'
      ? cron(trigger.expression, zone)
      : recurrenceTimes(recurrence(trigger), start, zone);
  return after => {
    const at = next(Math.max(after, start - 1));
    return at === undefined || at > end ? undefined : at;
  };
}

/** The trigger with a start: now, unless it has one. As on Azure the start is then part of the response. */
export function withStart(trigger: Trigger, now: number): Trigger {
  if (trigger.startTime) return trigger;
  const startTime = new Date(wallClock(now, zoneOf(trigger))).toISOString().slice(0, 19);
  return { ...trigger, startTime };
}

function zoneOf({ timeZone: name = 'UTC' }: Trigger): string {
  const zone = timeZone(name);
  if (zone === undefined)
    throw fail('TriggerTimeZoneUnknown', { timeZone: name }, targetOf('timeZone'));
  return zone;
}

/** Parses `2026-03-08T02:30:00`, `2026-03-08 02:30` or `2026-03-08` in the trigger's zone, or with an offset of its own. */
function instant(text: string | undefined, field: string, zone: string): number | undefined {
  if (!text) return undefined;
  const found =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?(Z|[+-]\d\d:?\d\d)?$/i.exec(text);
  const [, date, time = '00:00', offset] = found ?? [];
  const at = date === undefined ? NaN : Date.parse(`${date}T${time}${offset ?? 'Z'}`);
  if (Number.isNaN(at)) throw fail('TriggerTimeInvalid', { field, text }, targetOf(field));
  return offset === undefined ? instantOf(at, zone) : at;
}

function cron(expression: string | undefined, zone: string): Next {
  const next = expression === undefined ? undefined : cronTimes(expression, zone);
  if (!next)
    throw fail(
      'TriggerExpressionInvalid',
      { expression: expression ?? '' },
      targetOf('expression')
    );
  return next;
}

function recurrence({ frequency, interval, schedule }: Trigger) {
  if (frequency === undefined || interval === undefined)
    throw missing(frequency === undefined ? 'frequency' : 'interval');
  const isSpan = frequency === 'Minute' || frequency === 'Hour';
  if (isSpan && Object.values(schedule ?? {}).some(list => list.length > 0))
    throw fail('TriggerPatternUnexpected', { frequency }, targetOf('schedule'));
  return { frequency, interval, schedule };
}

function missing(field: string) {
  return fail('TriggerFieldMissing', { field }, targetOf(field));
}

/** The place of a trigger's field in the body of the request. */
function targetOf(field: string) {
  return { target: `properties.trigger.${field}` };
}
