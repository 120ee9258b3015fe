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
