export { CarryError, isCarryError } from './carry-error.js';
export type { ErrorFacts } from './carry-error.js';
export { defineErrors } from './define-errors.js';
export type { ErrorSpec } from './define-errors.js';
export type { ErrorCode } from './error-codes.js';
export { lookedUp, startOf } from './looked-up.js';
export type { LookedUp } from './looked-up.js';
export { printable } from './printable.js';
export { isSecretVariable } from './secret-variable.js';
