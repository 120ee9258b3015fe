import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { processStat } from '../../process-stat.js';
import { processesIn } from './cgroup.js';

/** The variable that every process of a job inherits. */
export const MARK = 'CARRY_JOB_MARK';

/**
 * The processes that belong to a job: those that inherited its mark or its control group, and their descendants.
 * A process group is not enough: Jupyter starts each kernel in a session of its own.
 */
export async function processesOf(mark: string, cgroup?: string): Promise<number[]> {
  const all = process.platform === 'linux' ? await readProc(mark) : await readPs(mark);
  const grouped = new Set(cgroup === undefined ? [] : processesIn(cgroup));
  const found = new Set(all.filter(p => p.marked || grouped.has(p.pid)).map(p => p.pid));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const p of all) if (found.has(p.parent)) found.add(p.pid);
  }
  found.delete(process.pid);
  return [...found];
}

/** Whether `pid` is a running process of the job; false when the number has been reused by another program. */
export async function isAlive(pid: number, mark: string): Promise<boolean> {
  if (process.platform === 'linux') {
    const entry = readEntry(pid, mark);
    return entry !== undefined && entry.marked;
  }
  return (await readPs(mark)).some(p => p.pid === pid && p.marked);
}

/** Sends a signal to each process; ignores those that have ended. */
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

/** Number of processes that are read before other requests get a turn. */
const BATCH_SIZE = 200;

/** Reads synchronously: the kernel responds from memory, and a round trip through the thread pool for each file costs ten times as much. */
async function readProc(mark: string): Promise<Entry[]> {
  const pids = readdirSync('/proc')
    .map(Number)
    .filter(pid => pid > 0);
  const entries: Entry[] = [];
  for (const [i, pid] of pids.entries()) {
    if (i % BATCH_SIZE === BATCH_SIZE - 1) await setImmediate();
    const entry = readEntry(pid, mark);
    if (entry) entries.push(entry);
  }
  return entries;
}

/** Undefined for a process that has ended, is a zombie, or belongs to another user. */
function readEntry(pid: number, mark: string): Entry | undefined {
  try {
    const environment = readEnvironment(pid);
    const stat = processStat(pid);
    return stat && { pid, parent: stat.parent, marked: environment.includes(`${MARK}=${mark}`) };
  } catch {
    // It ended between the listing and the reading, or belongs to another user: either way it is not a process of this job.
    return undefined;
  }
}

/**
 * Empty for a process that has protected its memory, which the job can do; its parent or group still tells that it is the job's. Throws
 * for a process of another user, which cannot be ended.
 */
function readEnvironment(pid: number): Buffer {
  try {
    return readFileSync(`/proc/${pid}/environ`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    process.kill(pid, 0);
    return Buffer.alloc(0);
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
