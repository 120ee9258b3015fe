import { defineFailures } from '../errors/define-failures.js';

/** Why an AutoML job failed, or one of its trials was stopped. */
export const automlFailures = {
  AutoMLTrialRefused: {
    message: (p: { reason: string }) => p.reason
  },
  AutoMLAllTrialsFailed: {
    message: (p: { trials: number; trial: string; reason?: string }) =>
      `None of the ${p.trials} trials completed. The trial ${p.trial} failed: ${p.reason ?? 'it reported no reason.'}`
  },
  AutoMLModelMissing: {
    message: (p: { trial: string; reason: string }) =>
      `The model of the best trial ${p.trial} could not be copied: ${p.reason}`
  },
  AutoMLTestFailed: {
    message: (p: { job: string; reason?: string }) =>
      `The best model could not be evaluated on the test data by the job ${p.job}: ${p.reason ?? 'it reported no reason.'}`
  },
  AutoMLTimeout: {
    message: (p: { limit: string }) =>
      `The search reached its limit of ${p.limit} before a trial completed. Raise limits.timeout_minutes.`
  },
  AutoMLTrialStopped: {
    message: (p: { because: string }) => `Stopped, because ${p.because}.`
  }
};

/** Builds the error of an AutoML job or a trial: `failureOf('AutoMLTimeout', { limit })`. */
export const failureOf = defineFailures(automlFailures);
