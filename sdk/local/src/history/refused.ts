import { isCarryError } from 'carry-ml/errors';

/** The error of one item of a batch, whose other items are accepted all the same, as in Azure. */
export interface Refused {
  error: { code: string; message: string };
}

/** Does the work of one item. Returns its error if it is refused; any other error passes through. */
export function refusedIn(work: () => void): Refused | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!isCarryError(error)) throw error;
    return { error: { code: error.code, message: error.message } };
  }
}
