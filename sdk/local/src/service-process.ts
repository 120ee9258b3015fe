import { setTimeout as delay } from 'node:timers/promises';
import { processStart } from './process-stat.js';
import type { ServiceRecord } from './service-record.js';

/** How often a process that ends is checked. */
const POLL_INTERVAL_MS = 25;
/** A process that cannot end even after SIGKILL waits in the kernel, for example for a network disk. */
const KILL_TIMEOUT_MS = 5_000;

/** Returns whether the server that wrote the record still exists, whether or not it responds. */
export function isServerAlive({ pid, processStart: start }: ServiceRecord): boolean {
  return !!start && processStart(pid) === start;
}

/**
 * Ends the server that wrote the record: a stopped process is continued, and one that has not ended in time is killed. What the
 * server has acknowledged survives that. Resolves to false when the process still exists.
 */
export async function endServer(record: ServiceRecord, timeoutMs: number): Promise<boolean> {
  const { pid } = record;
  // A stopped process receives SIGTERM only when it continues.
  for (const signal of ['SIGTERM', 'SIGCONT'] as const) send(pid, signal);
  if (await ended(record, timeoutMs)) return true;
  // Without its start nothing proves that the pid is still the server's.
  if (!isServerAlive(record)) return false;
  send(pid, 'SIGKILL');
  return ended(record, KILL_TIMEOUT_MS);
}

async function ended(record: ServiceRecord, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (record.processStart ? !isServerAlive(record) : !send(record.pid, 0)) return true;
    await delay(POLL_INTERVAL_MS);
  }
  return false;
}

/** Sends a signal; 0 only checks. Returns false when there is no such process. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    if (signal === 0) return true;
    throw error;
  }
}
