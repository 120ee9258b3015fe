import { setTimeout as delay } from 'node:timers/promises';
import { processesOf, signalAll } from './processes.js';

/** How long a job may tidy up before it is killed. */
const GRACE = 5_000;

/** Ends everything that a job started: first asking all but its leader, then by force. */
export async function endProcesses(
  mark: string,
  isLeader: (pid: number) => boolean
): Promise<void> {
  const isOther = (pid: number) => !isLeader(pid);
  let left = await processesOf(mark);
  signalAll(left.filter(isOther), 'SIGTERM');
  const until = performance.now() + GRACE;
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
