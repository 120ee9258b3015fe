/** One row of a table of failures; the table is keyed by the code. */
interface FailureSpec<P> {
  /** Returns the message, which says what happened, to what, and what to do next. */
  message: (params: P) => string;
}

/** Rows differ in the type of their parameters; `never` accepts a function of any. */
type FailureTable = Record<string, FailureSpec<never>>;

/**
 * Returns the function that builds the errors of one table of failures. These errors are stored on a job that failed or was
 * stopped, and have no HTTP status; the errors of a request are in the room's `errors.ts`. A code is in exactly one table.
 *
 * @example
 * export const failureOf = defineFailures({
 *   JobTimeout: { message: (p: { limit: string }) => `The job ran longer than ${p.limit}.` }
 * });
 * failureOf('JobTimeout', { limit: 'PT1H' });
 */
export function defineFailures<T extends FailureTable>(table: T) {
  return <R extends keyof T & string>(code: R, ...[params]: Parameters<T[R]['message']>) => {
    const { message } = table[code] as FailureSpec<never>;
    return { code, message: message(params) };
  };
}
