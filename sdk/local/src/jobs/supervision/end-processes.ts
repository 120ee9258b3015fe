import { setTimeout as delay } from 'node:timers/promises';
import { processesOf, signalAll } from './processes.js';

/** How long a job may clean up before it is killed. */
const GRACE_PERIOD_MS = 5_000;

/** Ends all processes that a job started: first with SIGTERM to all but its leader, then with SIGKILL. */
export async function endProcesses(
  mark: string,
  isLeader: (pid: number) => boolean
): Promise<void> {
  const isOther = (pid: number) => !isLeader(pid);
  let left = await processesOf(mark);
  signalAll(left.filter(isOther), 'SIGTERM');
  const until = performance.now() + GRACE_PERIOD_MS;
  for (let wait = 5; left.some(isOther) && performance.now() < until; wait = 100) {
    await delay(wait);
    left = await processesOf(mark);
  }
  while (left.length > 0) {
    signalAll(left, 'SIGKILL');
    await delay(20);
    left = await processesOf(mark);
  }
}
