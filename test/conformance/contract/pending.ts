import { readFileSync } from 'node:fs';
import type { Operation } from './contract.js';
import type { Outcome } from './replay.js';

/** Examples that do not pass, and why. */
export interface Pending {
  reason: string;
  /** The contract that the entry applies to, if two contracts have different examples of one name. */
  apiVersion?: string;
  /** `Jobs_Get: Get AutoML Job.`, or `Operations_List` for every example of the operation. */
  examples: string[];
}

/** The examples that are known not to pass. */
export function readPending(): Pending[] {
  return JSON.parse(readFileSync(new URL('pending.json', import.meta.url), 'utf8')) as Pending[];
}

/** Returns the differences between the list and the test run, as sentences; empty when they agree. */
export function disagreements(outcomes: Outcome[], pending: Pending[]): string[] {
  return outcomes.flatMap(({ apiVersion, operation, name, faults }) => {
    const isListed = pending.some(
      entry =>
        isOf(entry, apiVersion) &&
        (entry.examples.includes(name) || entry.examples.includes(operation))
    );
    if (faults.length === 0)
      return isListed
        ? [`${apiVersion} ${name} passes: take it off the list in pending.json.`]
        : [];
    return isListed ? [] : [`${apiVersion} ${name} fails: ${faults.join('; ')}`];
  });
}

/** Returns the full name of every example that an entry of the list covers, available or not. */
export function namesOf(entry: Pending, operations: Operation[]): string[] {
  const { examples } = entry;
  const covered = operations
    .filter(({ apiVersion }) => isOf(entry, apiVersion))
    .flatMap(({ id, titles }) => titles.map(title => ({ id, name: `${id}: ${title}` })))
    .filter(({ id, name }) => examples.includes(id) || examples.includes(name));
  return [...new Set(covered.map(({ name }) => name))];
}

function isOf(entry: Pending, apiVersion: string): boolean {
  return (entry.apiVersion ?? apiVersion) === apiVersion;
}
