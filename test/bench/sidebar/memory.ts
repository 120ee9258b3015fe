import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { Lab } from '../../e2e/lab.js';

/** Returns the bytes that the JavaScript of a page uses, without what can be collected. */
export async function heapAfterCollection(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

/** Returns the resident bytes of the process of a lab's bridge; null where there is no /proc. */
export function bridgeMemory(lab: Lab): number | null {
  if (process.platform !== 'linux') return null;
  const pid = readdirSync('/proc').find(name => /^\d+$/.test(name) && isBridgeOf(lab, name));
  if (pid === undefined) throw new Error('The bridge does not run.');
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

function isBridgeOf(lab: Lab, pid: string): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return command.some(part => part.endsWith('bridge/dist/main.js')) && command.includes(lab.root);
  } catch (e) {
    // The process has ended since the folder was listed.
    if ((e as NodeJS.ErrnoException).code === 'ENOENT') return false;
    if ((e as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw e;
  }
}
