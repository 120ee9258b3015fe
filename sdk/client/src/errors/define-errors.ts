import { CarryError, type ErrorFacts } from './carry-error.js';

/** One row of an error table, which is keyed by the reason. */
export interface ErrorSpec<P> {
  /** The code on the wire where a protocol fixes it, such as Azure's `Conflict`; by default the reason itself. */
  code?: string;
  /** The HTTP status that the error travels under. */
  status: number;
  /** Says what happened, to what, and what to do next. */
  message: (params: P) => string;
}

/** Only the parameter type differs from row to row, hence the `never`: it accepts a function of any parameter. */
type ErrorTable = Record<string, ErrorSpec<never>>;
type Given<T extends ErrorTable, R extends keyof T> =
  Parameters<T[R]['message']> extends [infer P]
    ? [params: P, facts?: ErrorFacts]
    : [params?: undefined, facts?: ErrorFacts];

/**
 * Makes the function that builds the errors of one table: `throw fail('JobNotFound', { name })`, or
 * `throw fail('NoWorkspace', undefined, { cause })` where the message takes no parameters. Each room keeps its own
 * table; a reason is in exactly one.
 */
export function defineErrors<T extends ErrorTable>(table: T) {
  return <R extends keyof T & string>(reason: R, ...[params, facts]: Given<T, R>): CarryError => {
    const { code = reason, status, message } = table[reason] as ErrorSpec<never>;
    return new CarryError(code, status, message(params as never), facts);
  };
}
