import { readFileSync } from 'node:fs';
import type { Outcome } from './replay.js';

/** Examples of one contract that do not pass, and why. */
export interface Pending {
  apiVersion: string;
  reason: string;
  /** `Jobs_Get: Get Sweep Job.` */
  examples: string[];
}

/** The examples that are known not to pass. */
export function readPending(): Pending[] {
  return JSON.parse(readFileSync(new URL('pending.json', import.meta.url), 'utf8')) as Pending[];
}

/** What the list says and the run does not bear out, in sentences; empty when they agree. */
export function disagreements(outcomes: Outcome[], pending: Pending[]): string[] {
  const listed = new Set(
    pending.flatMap(({ apiVersion, examples }) => examples.map(name => `${apiVersion} ${name}`))
  );
  return outcomes.flatMap(({ apiVersion, name, faults }) => {
    const key = `${apiVersion} ${name}`;
    if (faults.length === 0)
      return listed.has(key) ? [`${key} passes: take it off the list in pending.json.`] : [];
    return listed.has(key) ? [] : [`${key} fails: ${faults.join('; ')}`];
  });
}
