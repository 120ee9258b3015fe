import type { ScheduleInfo, ScheduleTrigger } from '@carry-ml/bridge';
import { countOf, fieldsOf, textOf, timeOrNull } from './fields.js';

/** Reads a schedule; null without a name. */
export function readSchedule(value: unknown): ScheduleInfo | null {
  const { name, description, isEnabled, trigger, action, nextAt, missed } = fieldsOf(value);
  if (textOf(name) === '') return null;
  const { count, last } = fieldsOf(missed);
  const lastMissed = timeOrNull(last);
  return {
    name: textOf(name),
    description: textOf(description),
    isEnabled: isEnabled !== false,
    trigger: readTrigger(trigger),
    action: textOf(action),
    nextAt: timeOrNull(nextAt),
    missed: lastMissed === null ? null : { count: countOf(count), last: lastMissed }
  };
}

/** A trigger that this page does not know counts as a cron expression without fields, which is shown as it is. */
function readTrigger(value: unknown): ScheduleTrigger {
  const { triggerType, timeZone, expression, frequency, interval, schedule } = fieldsOf(value);
  const zone = { timeZone: textOf(timeZone) || 'UTC' };
  const every = FREQUENCIES.find(one => one === frequency);
  if (triggerType !== 'Recurrence' || every === undefined)
    return { triggerType: 'Cron', expression: textOf(expression), ...zone };
  const { hours, minutes, weekDays, monthDays } = fieldsOf(schedule);
  return {
    triggerType,
    ...zone,
    frequency: every,
    interval: countOf(interval),
    schedule: {
      hours: numbersOf(hours),
      minutes: numbersOf(minutes),
      monthDays: numbersOf(monthDays),
      weekDays: Array.isArray(weekDays) ? weekDays.map(textOf) : []
    }
  };
}

const FREQUENCIES = ['Minute', 'Hour', 'Day', 'Week', 'Month'] as const;

function numbersOf(value: unknown): number[] {
  return Array.isArray(value)
    ? value.filter((one): one is number => Number.isSafeInteger(one))
    : [];
}
