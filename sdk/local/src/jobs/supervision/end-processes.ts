import { setTimeout as delay } from 'node:timers/promises';
import { killCgroup } from './cgroup.js';
import { removeContainer } from './container-record.js';
import type { Leader } from './leader.js';
import { processesOf, signalAll } from './processes.js';

/** How long a job may clean up before it is killed. */
const GRACE_PERIOD_MS = 5_000;

/** Ends all processes that a job started: first with SIGTERM to all but its leader, then with SIGKILL. Then removes its container. */
export async function endProcesses(
  mark: string,
  leader: Pick<Leader, 'pid' | 'cgroup' | 'folder'>
): Promise<void> {
  const { pid: first, cgroup } = leader;
  const isOther = (pid: number) => pid !== first;
  let left = await processesOf(mark, cgroup);
  signalAll(left.filter(isOther), 'SIGTERM');
  const until = performance.now() + GRACE_PERIOD_MS;
  for (let wait = 5; left.some(isOther) && performance.now() < until; wait = 100) {
    await delay(wait);
    left = await processesOf(mark, cgroup);
  }
  while (left.length > 0) {
    if (cgroup !== undefined) killCgroup(cgroup);
    signalAll(left, 'SIGKILL');
    await delay(20);
    left = await processesOf(mark, cgroup);
  }
  await removeContainer(leader.folder);
}
