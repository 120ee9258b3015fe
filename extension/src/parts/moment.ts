import { pageLanguage } from './page-language.js';

/** Formats a point in time: the time for today, date and time for other days. */
export function moment(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const time = at.toLocaleTimeString(pageLanguage(), { hour: '2-digit', minute: '2-digit' });
  if (at.toDateString() === now.toDateString()) return time;
  const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return `${at.toLocaleDateString(pageLanguage(), { day: 'numeric', month: 'short', year })}, ${time}`;
}
