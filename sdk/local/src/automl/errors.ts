import { defineErrors } from 'carry-ml/errors';
import { localErrors } from '../errors/index.js';

/** Why an AutoML job is refused. `field` is a path below `taskDetails`. */
export const automlErrors = {
  AutoMLIncomplete: {
    code: 'ValidationError',
    status: 400,
    message: (p: { field: string; meaning: string }) =>
      `taskDetails.${p.field} is missing. Give ${p.meaning}.`
  },
  AutoMLTaskNotServed: {
    code: 'NotImplemented',
    status: 501,
    message: (p: { task: string; instead: string }) =>
      `The local workspace runs AutoML for tables only: Classification, Regression and Forecasting. It does not run the task '${p.task}'. ${p.instead}`
  },
  AutoMLFieldInvalid: {
    code: 'ValidationError',
    status: 400,
    message: (p: { field: string; given: unknown; names: readonly string[] }) =>
      `taskDetails.${p.field} is '${String(p.given)}'; it must be one of: ${p.names.join(', ')}.`
  },
  AutoMLNumberInvalid: {
    code: 'ValidationError',
    status: 400,
    message: (p: { field: string; value: number; range: string }) =>
      `taskDetails.${p.field} is ${p.value}; it must be ${p.range}.`
  },
  AutoMLNoAlgorithm: {
    code: 'NotImplemented',
    status: 501,
    message: (p: { wanted: readonly string[]; known: readonly string[] }) =>
      `No training algorithm is left that the local workspace can try${p.wanted.length > 0 ? `: it does not have ${p.wanted.join(', ')}` : ''}. Allow at least one of: ${p.known.join(', ')}.`
  },
  AutoMLTooLarge: {
    code: 'ValidationError',
    status: 400,
    message: (p: { bytes: number; max: number }) =>
      `taskDetails has ${p.bytes} bytes; the local workspace passes at most ${p.max} to a trial. Name fewer columns.`
  }
};

/** Builds an error of this table, or of the protocol's: `throw fail('AutoMLNoAlgorithm', { wanted, known })`. */
export const fail = defineErrors({ ...localErrors, ...automlErrors });
