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
