import { Cron } from 'croner';
import type { Recurrence } from '../schemas/schedule-schema.js';
import { instantOf, wallClock } from './wall-clock.js';

/** Returns the next time strictly after an instant; undefined when there is none. In milliseconds since 1970. */
export type Next = (after: number) => number | undefined;

/**
 * The times of a cron expression by the wall clock of a zone; undefined when the expression is invalid. As on Azure, days of the month and
 * months are read as `*`. A time that is skipped when summer time starts fires right after the gap; one that occurs twice when summer time
 * ends fires once, unless the expression has a `*` or a step in its minutes or hours.
 */
export function cronTimes(expression: string, zone: string): Next | undefined {
  const [minutes = '', hours = '', , , weekDays = '', ...more] = expression.trim().split(/\s+/);
  if (weekDays === '' || more.length > 0) return undefined;
  try {
    return times(`0 ${minutes} ${hours} * * ${weekDays}`, zone);
  } catch {
    // The parser throws for an invalid expression.
    return undefined;
  }
}

/** The times of a recurrence that counts from `start`. Fields that its pattern does not set are those of `start`. */
export function recurrenceTimes(recurrence: Recurrence, start: number, zone: string): Next {
  const { frequency, interval } = recurrence;
  if (frequency === 'Minute' || frequency === 'Hour')
    return steps(start, interval * (frequency === 'Hour' ? 60 : 1) * MINUTE_MS);
  const periods = calendars[frequency];
  const candidates = times(patternOf(recurrence, wallClock(start, zone)), zone);
  const first = periods.at(wallClock(start, zone));
  return after => {
    let from = after;
    // The search is limited, because a pattern may never match: the 31st of every twelfth month, starting in June.
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const at = candidates(from);
      if (at === undefined) return undefined;
      const period = periods.at(wallClock(at, zone));
      const over = modulo(period - first, interval);
      if (over === 0) return at;
      from = instantOf(periods.start(period + interval - over), zone) - 1;
    }
    return undefined;
  };
}

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const MAX_TRIES = 100;
const WEEK_DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Numbers days, weeks (from Monday) and months by the wall clock, and returns the start of each. */
const calendars = {
  Day: { at: (wall: number) => Math.floor(wall / DAY_MS), start: (n: number) => n * DAY_MS },
  Week: {
    // 1 January 1970 was a Thursday.
    at: (wall: number) => Math.floor((Math.floor(wall / DAY_MS) + 3) / 7),
    start: (n: number) => (n * 7 - 3) * DAY_MS
  },
  Month: {
    at: (wall: number) => new Date(wall).getUTCFullYear() * 12 + new Date(wall).getUTCMonth(),
    start: (n: number) => Date.UTC(Math.floor(n / 12), n % 12)
  }
};

function steps(start: number, step: number): Next {
  return after => (after < start ? start : start + (Math.floor((after - start) / step) + 1) * step);
}

/** With days of the month and of the week both given, both must hold: `monthDays` 1 to 7 and Monday is the first Monday. */
function patternOf({ frequency, schedule }: Recurrence, wall: number): string {
  const start = new Date(wall);
  const { hours, minutes, weekDays, monthDays } = schedule ?? {};
  const days = weekDays?.map(day => WEEK_DAYS.indexOf(day));
  return [
    isGiven(hours) || isGiven(minutes) ? 0 : start.getUTCSeconds(),
    list(minutes, start.getUTCMinutes()),
    list(hours, start.getUTCHours()),
    list(monthDays, frequency === 'Month' && !isGiven(days) ? start.getUTCDate() : '*'),
    '*',
    list(days, frequency === 'Week' ? start.getUTCDay() : '*')
  ].join(' ');
}

function isGiven(numbers: readonly number[] | null | undefined): numbers is number[] {
  return (numbers ?? []).length > 0;
}

function list(numbers: readonly number[] | null | undefined, otherwise: number | string): string {
  return isGiven(numbers) ? numbers.join() : String(otherwise);
}

function times(pattern: string, zone: string): Next {
  const cron = new Cron(pattern, {
    timezone: zone,
    mode: '6-part',
    domAndDow: true,
    fixedTimeRule: 'no-wildcard'
  });
  return after => cron.nextRun(new Date(after))?.getTime();
}

function modulo(n: number, by: number): number {
  return ((n % by) + by) % by;
}
