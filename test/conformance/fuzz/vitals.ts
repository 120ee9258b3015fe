import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The resources that a server uses; malformed requests must not increase them. */
export interface Vitals {
  pid: number;
  /** Resident, in MB. */
  memory: number;
  openFiles: number;
  /** The database with its log, in MB. */
  database: number;
}

/** Measures the server of a home through /proc. */
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

/**
 * Returns how many connections to a port a process of this machine still holds.
 * `/proc/net/tcp` lists a connection that both sides have closed without an inode, and the listening socket in state 0A.
 */
export function heldConnections(port: string): number {
  const local = `:${Number(port).toString(16).toUpperCase().padStart(4, '0')}`;
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .filter(([, address, , state, , , , , , inode]) => {
      return address?.endsWith(local) && state !== '0A' && inode !== '0';
    }).length;
}

function sizeOf(home: string, file: string): number {
  return statSync(join(home, file)).size;
}
