import type { ErrorCode } from './error-codes.js';

/** Facts about one error beyond its code, status and message. */
export interface ErrorFacts {
  /** The subject of the error: a resource id, a file, a parameter. */
  target?: string;
  /** The service's id of the failed request, to quote in a support case. */
  requestId?: string;
  /** Further errors that the service reports beside the main one. */
  details?: { code: string; message: string; target?: string }[];
  cause?: unknown;
}

/** Frames of Node.js, of packages, of this one and of a notebook's kernel, in which a cell has no file. */
const foreign =
  /\(?(?:node:|evalmachine\.|<anonymous>)|Promise\.all \(index|[\\/]node_modules[\\/]|... \d+ lines matching/;
const ownFolder = new URL('..', import.meta.url).href;

const brand = Symbol.for('carry.error');

/**
 * The one error class of Carry. `code` is stable and never renamed; the message says what happened, to what,
 * and what to do next.
 *
 * @example
 * try {
 *   await job.completed();
 * } catch (error) {
 *   if (isCarryError(error) && error.code === 'JobFailed') console.log(error.message);
 *   else throw error;
 * }
 */
export class CarryError extends Error {
  override readonly name = 'CarryError';
  readonly target?: string;
  readonly requestId?: string;
  readonly details?: ErrorFacts['details'];

  constructor(
    /** Completes with the codes of this package; a service's own errors have the service's codes. */
    readonly code: ErrorCode | (string & {}),
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

  /** What a notebook or a terminal shows: the code, the message and the lines of the user's own files that led here. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return [`${this.name} [${this.code}]: ${this.message}`, ...ownFrames(this.stack)].join('\n');
  }

  /** `instanceof CarryError` is `isCarryError`, so that it is true for an error of another copy, too. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // A subclass of a user has the usual meaning.
    return this === CarryError ? isCarryError(value) : super[Symbol.hasInstance](value);
  }
}

/** Returns whether a value is an error of Carry, also when another copy of this package raised it. */
export function isCarryError(e: unknown): e is CarryError {
  return typeof e === 'object' && e !== null && brand in e;
}

/** Returns the frames of a stack that are in files of the user. */
function ownFrames(stack = ''): string[] {
  return stack
    .split('\n')
    .filter(line => /^\s+at /.test(line) && !foreign.test(line) && !line.includes(ownFolder));
}
