import type { CarryError } from 'carry-ml/errors';
import { fail } from './errors.js';

const codes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL']);

/** The error that says so when the operating system or the database found the disk full; undefined for every other error. */
export function fullDisk(error: unknown): CarryError | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return codes.has(code) ? fail('DiskFull', {}, { cause: error }) : undefined;
}
