import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Creates the control group. It may exist: an earlier server may have prepared the job. */
export function createCgroup(folder: string): void {
  mkdirSync(folder, { recursive: true });
}

/** Lists the processes in the control group and in those below it, which a job can create. */
export function processesIn(folder: string): number[] {
  return [folder, ...groupsBelow(folder)].flatMap(group =>
    unlessGone(() => readFileSync(join(group, 'cgroup.procs'), 'utf8'), '')
      .split('\n')
      .map(Number)
      .filter(pid => pid > 0)
  );
}

/** Kills all processes of the control group at once, also those that are being forked. Kernels before 5.14 do not have this. */
export function killCgroup(folder: string): void {
  // The flag prevents the creation of the file, which the file system of control groups would refuse with another error.
  unlessGone(() => {
    writeFileSync(join(folder, 'cgroup.kill'), '1', { flag: 'r+' });
  }, undefined);
}

/** Removes the control group once its processes have ended. */
export function removeCgroup(folder: string): void {
  for (const group of [...groupsBelow(folder).reverse(), folder])
    unlessGone(() => {
      rmdirSync(group);
    }, undefined);
}

/** Lists the groups below one, each before those below it. */
function groupsBelow(folder: string): string[] {
  return unlessGone(() => readdirSync(folder, { withFileTypes: true }), [])
    .filter(entry => entry.isDirectory())
    .flatMap(({ name }) => [join(folder, name), ...groupsBelow(join(folder, name))]);
}

/** Groups and processes disappear at any time. ENODEV: the group was removed while its file was open. EBUSY: a process is ending. */
function unlessGone<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENODEV' || code === 'EBUSY') return otherwise;
    throw error;
  }
}
