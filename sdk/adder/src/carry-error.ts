const brand = Symbol.for('carry.error');

/** Facts about one error beyond its message. */
export interface ErrorFacts {
  cause?: unknown;
}

/**
 * An error of the adder: `code` is stable and never renamed, the message says what happened and what to do next. It has
 * the brand of all errors of Carry, so `isCarryError` of `carry-ml` recognises it too. This package depends on no other
 * of ours and so has this small copy (decision 007).
 *
 * @example
 * try {
 *   adder.add('20');
 * } catch (error) {
 *   if (isCarryError(error) && error.code === 'SumMalformed') console.log(error.message);
 *   else throw error;
 * }
 */
export class CarryError extends Error {
  override readonly name = 'CarryError';

  constructor(
    readonly code: string,
    /** The HTTP status with which a service responds when it passes the error on. */
    readonly status: number,
    message: string,
    facts: ErrorFacts = {}
  ) {
    super(message, facts);
    Object.defineProperty(this, brand, { value: true });
  }

  /** `instanceof CarryError` is `isCarryError`, so that it is true for an error of another copy, too. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // A subclass of a user has the usual meaning.
    return this === CarryError ? isCarryError(value) : super[Symbol.hasInstance](value);
  }
}

/**
 * Returns whether a value is an error of Carry, also when it comes from another package or another copy of this one.
 *
 * @example if (isCarryError(error)) console.log(error.code);
 */
export function isCarryError(e: unknown): e is CarryError {
  return typeof e === 'object' && e !== null && brand in e;
}
