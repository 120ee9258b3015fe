import { fail } from '../errors/index.js';
import type { Trigger } from '../schemas/schedule.js';
import { cronTimes, recurrenceTimes, type Next } from './occurrences.js';
import { timeZone } from './time-zone.js';
import { instantOf, wallClock } from './wall-clock.js';

/** When a trigger fires, from its start to its end. Refuses one that cannot be read, naming the field. */
export function timesOf(trigger: Trigger, now: number): Next {
  const zone = zoneOf(trigger);
  const start = instant(trigger.startTime, 'startTime', zone) ?? now;
  const end = instant(trigger.endTime, 'endTime', zone) ?? Infinity;
  if (end < start) throw invalid('endTime', `'${trigger.endTime ?? ''}' is before the start`);
  const next =
    trigger.triggerType === 'Cron'
      ? cron(trigger.expression, zone)
      : recurrenceTimes(recurrence(trigger), start, zone);
  return after => {
    const at = next(Math.max(after, start - 1));
    return at === undefined || at > end ? undefined : at;
  };
}

/** A trigger that starts now unless it says when; as on Azure the start is then part of the answer. */
export function withStart(trigger: Trigger, now: number): Trigger {
  if (trigger.startTime) return trigger;
  const startTime = new Date(wallClock(now, zoneOf(trigger))).toISOString().slice(0, 19);
  return { ...trigger, startTime };
}

function zoneOf({ timeZone: name = 'UTC' }: Trigger): string {
  const zone = timeZone(name);
  if (zone === undefined)
    throw invalid(
      'timeZone',
      `'${name}' is no time zone. Give Windows' name, such as 'Pacific Standard Time', or one like 'America/Los_Angeles'`
    );
  return zone;
}

/** `2026-03-08T02:30:00`, `2026-03-08 02:30` or `2026-03-08` by the trigger's zone, or with an offset of its own. */
function instant(text: string | undefined, field: string, zone: string): number | undefined {
  if (!text) return undefined;
  const found =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?(Z|[+-]\d\d:?\d\d)?$/i.exec(text);
  const [, date, time = '00:00', offset] = found ?? [];
  const at = date === undefined ? NaN : Date.parse(`${date}T${time}${offset ?? 'Z'}`);
  if (Number.isNaN(at))
    throw invalid(field, `'${text}' is no time. Write it as 2026-03-08T02:30:00`);
  return offset === undefined ? instantOf(at, zone) : at;
}

function cron(expression: string | undefined, zone: string): Next {
  const next = expression === undefined ? undefined : cronTimes(expression, zone);
  if (!next)
    throw invalid(
      'expression',
      `'${expression ?? ''}' is no cron expression. It has five fields: minutes, hours, days, months, days of the week, such as '15 16 * * 1'`
    );
  return next;
}

function recurrence({ frequency, interval, schedule }: Trigger) {
  if (frequency === undefined || interval === undefined)
    throw invalid(frequency === undefined ? 'frequency' : 'interval', 'is missing');
  const isSpan = frequency === 'Minute' || frequency === 'Hour';
  if (isSpan && Object.values(schedule ?? {}).some(list => list.length > 0))
    throw invalid(
      'schedule',
      `goes with Day, Week and Month; by ${frequency} the interval says all`
    );
  return { frequency, interval, schedule };
}

function invalid(field: string, what: string) {
  const target = `properties.trigger.${field}`;
  return fail('ValidationError', { message: `${target}: ${what}.` }, { target });
}
