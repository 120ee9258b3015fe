import type { CarryError } from 'carry-ml/errors';
import { fail } from './errors.js';

const codes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL']);

/** Returns DiskFull when the operating system or the database reports a full disk; undefined for every other error. */
export function fullDisk(error: unknown): CarryError | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return codes.has(code) ? fail('DiskFull', {}, { cause: error }) : undefined;
}
