const brand = Symbol.for('carry.error');

/** Facts about one error beyond its message. */
export interface ErrorFacts {
  cause?: unknown;
}

/**
 * An error of the adder: `code` is stable and never renamed, the message says what happened and what to do next. It carries
 * the brand of all errors of Carry, so the `isCarryError` of `carry-ml` recognises it too; this package needs no other.
 *
 * @example
 * try { adder.add('20') } catch (e) { if (isCarryError(e) && e.code === 'SumMalformed') … }
 */
export class CarryError extends Error {
  override readonly name = 'CarryError';

  constructor(
    readonly code: string,
    /** The HTTP status that a service answers with when it passes the error on. */
    readonly status: number,
    message: string,
    facts: ErrorFacts = {}
  ) {
    super(message, facts);
    Object.defineProperty(this, brand, { value: true });
  }
}

/** True for an error of Carry, also when it comes from another package or another copy of this one. */
export function isCarryError(e: unknown): e is CarryError {
  return typeof e === 'object' && e !== null && brand in e;
}
