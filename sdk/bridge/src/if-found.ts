import { isCarryError } from 'carry-ml/errors';

/** Returns what a request reads; undefined if the workspace has no such thing. */
export async function ifFound<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (e) {
    if (isCarryError(e) && e.status === 404) return undefined;
    throw e;
  }
}
