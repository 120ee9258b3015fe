import type { Next } from './occurrences.js';

/** How late a firing may be noticed and still be done: a restart loses none, a night's sleep brings none back. */
const LATE = 5 * 60 * 1000;
/** How many missed firings are counted one by one; of more, only that they were missed is known. */
const MOST_COUNTED = 1000;

/** What is to be done about a schedule that is due. */
export interface Due {
  /** The time to fire for: one at most, however many have passed. */
  fire?: number;
  /** The times that passed unseen. */
  missed: number[];
  nextAt?: number;
}

/** Looks at every time from `dueAt` up to now. The last one is fired unless it is too late; the others were missed. */
export function dueOf(next: Next, dueAt: number, now: number): Due {
  const passed: number[] = [];
  let at: number | undefined = dueAt;
  while (at !== undefined && at <= now && passed.length < MOST_COUNTED) {
    passed.push(at);
    at = next(at);
  }
  const isBehind = at !== undefined && at <= now;
  if (isBehind) return { missed: passed, nextAt: next(now) };
  const isInTime = now - (passed.at(-1) ?? dueAt) <= LATE;
  return { fire: isInTime ? passed.pop() : undefined, missed: passed, nextAt: at };
}
