import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a server holds; it should not hold more because it was asked nonsense. */
export interface Vitals {
  pid: number;
  /** Resident, in MB. */
  memory: number;
  openFiles: number;
  /** State and its log, in MB. */
  database: number;
}

/** Measures the server of a home by what the kernel says of it. */
export function vitalsOf(home: string): Vitals {
  const { pid } = JSON.parse(readFileSync(join(home, 'service.json'), 'utf8')) as { pid: number };
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    pid,
    memory: Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024,
    openFiles: readdirSync(`/proc/${pid}/fd`).length,
    database: (sizeOf(home, 'state.db') + sizeOf(home, 'state.db-wal')) / 2 ** 20
  };
}

function sizeOf(home: string, file: string): number {
  return statSync(join(home, file)).size;
}
