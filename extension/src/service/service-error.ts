import type { ApiError } from '@carry-ml/bridge';

/** The error of a failed request, with the bridge's code and message. */
export class ServiceError extends Error implements ApiError {
  readonly code: string;
  readonly target?: string;

  constructor({ code, message, target }: ApiError) {
    super(message);
    this.code = code;
    if (target !== undefined) this.target = target;
  }

  /** Turns any failure into an error that can be shown. */
  static from(e: unknown): ApiError {
    if (e instanceof ServiceError) return e;
    return { code: 'Unexpected', message: e instanceof Error ? e.message : String(e) };
  }
}
