import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Facts about a process from Linux's `/proc`. */
export interface ProcessStat {
  parent: number;
  /** When it started, in ticks since the start of the system. */
  start: string;
}

/** Reads the facts about a process; undefined for a zombie. Throws the error of the file system for one that has ended. */
export function processStat(pid: number): ProcessStat | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the name in parentheses, which may contain anything. The state is the 3rd field, the start the 22nd.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = '', parent = ''] = fields;
  if (state === 'Z' || state === 'X') return undefined;
  return { parent: Number(parent), start: fields[19] ?? '' };
}

/**
 * Returns when a process started, as the system words it; undefined when it has ended. Only an equal text of the same pid
 * is the same process: the system uses pids again.
 */
export function processStart(pid: number): string | undefined {
  return process.platform === 'linux' ? startInProc(pid) : startByPs(pid);
}

function startInProc(pid: number): string | undefined {
  try {
    return processStat(pid)?.start;
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

function startByPs(pid: number): string | undefined {
  try {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    const text = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      env,
      stdio: ['ignore', 'pipe', 'ignore']
    });
    const [, state = '', start] = /^\s*(\S+)\s+(.*\S)/.exec(text.toString()) ?? [];
    return state.startsWith('Z') ? undefined : start;
  } catch {
    // 'ps' ends with 1 when there is no such process.
    return undefined;
  }
}
