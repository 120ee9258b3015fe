import { CarryError, type ErrorFacts } from './carry-error.js';

/** What one code of an error table says. `status` is the HTTP status it travels under. */
export interface ErrorSpec<P> {
  status: number;
  message: (params: P) => string;
}

/** Only the parameter type differs from row to row, hence the `never`: it accepts a function of any parameter. */
type ErrorTable = Record<string, ErrorSpec<never>>;
type Params<T extends ErrorTable, C extends keyof T> = Parameters<T[C]['message']>[0];

/**
 * Makes the function that builds the errors of one table: `throw fail('JobNotFound', { name })`.
 * Each room keeps its own table; a code lives in exactly one.
 */
export function defineErrors<T extends ErrorTable>(table: T) {
  return <C extends keyof T & string>(
    code: C,
    params: Params<T, C>,
    facts: ErrorFacts = {}
  ): CarryError => {
    const spec = table[code] as ErrorSpec<Params<T, C>>;
    return new CarryError(code, spec.status, spec.message(params), facts);
  };
}
