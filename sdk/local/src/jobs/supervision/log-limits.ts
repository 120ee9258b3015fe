import { formatBytes } from '../../settings/bytes.js';

/** The limits of a log: it keeps the beginning of the output, then a notice, then the end of the output. */
export interface LogLimits {
  /** Bytes that are kept of the beginning. */
  head: number;
  /** Bytes that are kept of the end. */
  tail: number;
  /** The line between. */
  notice: string;
}

/** Divides `limit` bytes between beginning and end. The end counts twice, as it is stored twice while the job runs. */
export function logLimits(limit: number): LogLimits {
  const tail = Math.floor(limit / 8);
  return {
    head: Math.floor((limit * 3) / 4),
    tail,
    notice: `[carry] This log reached its limit of ${formatBytes(limit)} here. Of the rest of the output, the last ${formatBytes(tail)} follow when the job has ended. Raise 'logLimit' in the settings of the local workspace to keep more.`
  };
}
