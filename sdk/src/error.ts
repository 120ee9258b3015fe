/** What one code of an error table says. `status` is the HTTP status it travels under. */
export interface ErrorSpec<P> {
  status: number;
  message: (params: P) => string;
}

/** Facts about one error beyond its message. */
export interface ErrorFacts {
  /** What the error is about: a resource id, a file, a parameter. */
  target?: string;
  /** The service's id of the failed request, to quote in a support case. */
  requestId?: string;
  details?: { code: string; message: string; target?: string }[];
  cause?: unknown;
}

const brand = Symbol.for('carry.error');

/**
 * The one error class of Carry. `code` is stable and never renamed; the message says what happened, to what,
 * and what to do next.
 *
 * @example
 * try { await ws.jobs.get('nope') } catch (e) { if (isCarryError(e) && e.code === 'JobNotFound') … }
 */
export class CarryError extends Error {
  override readonly name = 'CarryError';
  readonly target?: string;
  readonly requestId?: string;
  readonly details?: ErrorFacts['details'];

  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    facts: ErrorFacts = {}
  ) {
    super(message, { cause: facts.cause });
    this.target = facts.target;
    this.requestId = facts.requestId;
    this.details = facts.details;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** True for an error of Carry, also when it comes from another copy of this package. */
export function isCarryError(e: unknown): e is CarryError {
  return typeof e === 'object' && e !== null && brand in e;
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
