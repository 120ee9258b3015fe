import type { Next } from './occurrences.js';

/** How late a schedule may still fire: long enough for a restart of the server, too short for a machine that slept overnight. */
const MAX_DELAY_MS = 5 * 60 * 1000;
/** The maximum number of missed firings that are counted. */
const MAX_COUNTED = 1000;

/** The firings of a schedule that is due. */
export interface Due {
  /** The time to fire for: at most one, even if several have passed. */
  fire?: number;
  /** The times that passed without firing. */
  missed: number[];
  nextAt?: number;
}

/** Goes through every time from `dueAt` up to now. The last one fires unless it is too late; the others were missed. */
export function dueOf(next: Next, dueAt: number, now: number): Due {
  const passed: number[] = [];
  let at: number | undefined = dueAt;
  while (at !== undefined && at <= now && passed.length < MAX_COUNTED) {
    passed.push(at);
    at = next(at);
  }
  const isBehind = at !== undefined && at <= now;
  if (isBehind) return { missed: passed, nextAt: next(now) };
  const isInTime = now - (passed.at(-1) ?? dueAt) <= MAX_DELAY_MS;
  return { fire: isInTime ? passed.pop() : undefined, missed: passed, nextAt: at };
}
