import { moment } from './moment.js';
import { pageLanguage } from './page-language.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Formats how long ago a point in time is: `now`, `5 min. ago`, `2 hr. ago`, `3 days ago`; its date after a week. */
export function ago(iso: string, now: number): string {
  const passed = now - Date.parse(iso);
  if (passed < MINUTE_MS) return relative('auto').format(0, 'second');
  if (passed < HOUR_MS) return relative('always').format(-Math.floor(passed / MINUTE_MS), 'minute');
  if (passed < DAY_MS) return relative('always').format(-Math.floor(passed / HOUR_MS), 'hour');
  if (passed < 7 * DAY_MS) return relative('always').format(-Math.floor(passed / DAY_MS), 'day');
  return moment(iso, new Date(now));
}

/** Formats a point in time with its seconds. */
export function exactMoment(iso: string): string {
  return new Date(iso).toLocaleString(pageLanguage(), { dateStyle: 'medium', timeStyle: 'medium' });
}

function relative(numeric: 'auto' | 'always'): Intl.RelativeTimeFormat {
  return new Intl.RelativeTimeFormat(pageLanguage(), { numeric, style: 'short' });
}
