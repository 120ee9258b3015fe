import { CarryError, type ErrorFacts } from './carry-error.js';

/** One row of an error table; the table is keyed by the reason. */
export interface ErrorSpec<P> {
  /** The code of the error, if it differs from the reason, such as Azure's `Conflict`. */
  code?: string;
  /** The HTTP status of the error. */
  status: number;
  /** Returns the message, which says what happened, to what, and what to do next. */
  message: (params: P) => string;
}

/** Rows differ in the type of their parameters; `never` accepts a function of any. */
type ErrorTable = Record<string, ErrorSpec<never>>;
type Given<T extends ErrorTable, R extends keyof T> =
  Parameters<T[R]['message']> extends [infer P]
    ? [params: P, facts?: ErrorFacts]
    : [params?: undefined, facts?: ErrorFacts];

/**
 * Returns the function that builds the errors of one table. Each room has one table, in its `errors.ts`, and names this
 * function `fail`; a reason is in exactly one table.
 *
 * @example
 * export const fail = defineErrors({
 *   JobCanceled: { status: 409, message: (p: { name: string }) => `Job '${p.name}' was canceled.` },
 *   NoCurrentRun: { status: 404, message: () => 'This program is not part of a job.' }
 * });
 * throw fail('JobCanceled', { name });
 * throw fail('NoCurrentRun', undefined, { cause });
 */
export function defineErrors<T extends ErrorTable>(table: T) {
  return <R extends keyof T & string>(reason: R, ...[params, facts]: Given<T, R>): CarryError => {
    const { code = reason, status, message } = table[reason] as ErrorSpec<never>;
    return new CarryError(code, status, message(params as never), facts);
  };
}
