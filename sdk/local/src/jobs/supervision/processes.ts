import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';

/** The variable that every process of a job inherits. */
export const MARK = 'CARRY_JOB_MARK';

/**
 * The processes that belong to a job: those that inherited its mark, and their descendants.
 * A process group is not enough: Jupyter starts each kernel in a session of its own.
 */
export async function processesOf(mark: string): Promise<number[]> {
  const all = process.platform === 'linux' ? await readProc(mark) : await readPs(mark);
  const found = new Set(all.filter(p => p.marked).map(p => p.pid));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const p of all) if (found.has(p.parent)) found.add(p.pid);
  }
  found.delete(process.pid);
  return [...found];
}

/** True while `pid` is a living process of the job; a number that another program got since does not count. */
export async function isAlive(pid: number, mark: string): Promise<boolean> {
  if (process.platform === 'linux') {
    const entry = readEntry(pid, mark);
    return entry !== undefined && entry.marked;
  }
  return (await readPs(mark)).some(p => p.pid === pid && p.marked);
}

/** Sends a signal to each; one that is gone already is fine. */
export function signalAll(pids: number[], signal: NodeJS.Signals): void {
  for (const pid of pids)
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
}

interface Entry {
  pid: number;
  parent: number;
  marked: boolean;
}

/** How many processes are read at a stretch: other requests have their turn in between. */
const STRETCH = 200;

/** Reads them in place: the kernel answers from memory, and a trip through the thread pool for each file costs ten times as much. */
async function readProc(mark: string): Promise<Entry[]> {
  const pids = readdirSync('/proc')
    .map(Number)
    .filter(pid => pid > 0);
  const entries: Entry[] = [];
  for (const [i, pid] of pids.entries()) {
    if (i % STRETCH === STRETCH - 1) await setImmediate();
    const entry = readEntry(pid, mark);
    if (entry) entries.push(entry);
  }
  return entries;
}

/** Undefined for a process that is gone, a zombie, or another user's. */
function readEntry(pid: number, mark: string): Entry | undefined {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`);
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name stands in parentheses and may hold anything, so read behind the last one.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    return { pid, parent: Number(parent), marked: environment.includes(`${MARK}=${mark}`) };
  } catch {
    // It ended between the listing and the reading, or it belongs to somebody else: either way it is no process of ours.
    return undefined;
  }
}

async function readPs(mark: string): Promise<Entry[]> {
  const { stdout } = await promisify(execFile)(
    'ps',
    ['-axEww', '-o', 'pid=,ppid=,state=,command='],
    {
      maxBuffer: 64 << 20
    }
  );
  return stdout.split('\n').flatMap(line => {
    const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (!pid || state?.startsWith('Z')) return [];
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        marked: command?.includes(`${MARK}=${mark}`) ?? false
      }
    ];
  });
}
