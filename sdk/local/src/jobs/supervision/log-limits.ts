import { formatBytes } from '../../settings/bytes.js';

/** How a log is kept small: its beginning as it comes, then a notice, and of what follows the end. */
export interface LogLimits {
  /** Bytes that are kept of the beginning. */
  head: number;
  /** Bytes that are kept of the end. */
  tail: number;
  /** The line between. */
  notice: string;
}

/** Shares `limit` bytes between beginning and end: the end is held twice while the job runs. */
export function logLimits(limit: number): LogLimits {
  const tail = Math.floor(limit / 8);
  return {
    head: Math.floor((limit * 3) / 4),
    tail,
    notice: `[carry] This log has reached its limit of ${formatBytes(limit)}. The job goes on; the last ${formatBytes(tail)} of what it prints are added here when it ends. Change 'logLimit' in the settings of the local workspace to keep more.`
  };
}
