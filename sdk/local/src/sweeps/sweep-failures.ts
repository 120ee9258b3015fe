import { defineFailures } from '../errors/define-failures.js';

/** Why a sweep failed, or one of its trials was stopped. */
export const sweepFailures = {
  TrialRefused: {
    message: (p: { reason: string }) => p.reason
  },
  AllTrialsFailed: {
    message: (p: { trials: number; trial: string; reason?: string }) =>
      `None of the ${p.trials} trials completed. The trial ${p.trial} failed: ${p.reason ?? 'it reported no reason.'}`
  },
  NoBestTrial: {
    message: (p: { metric: string }) =>
      `No completed trial logged the metric '${p.metric}' to its run, so there is no best trial whose outputs are those of the sweep. Log it in the run of the job: call mlflow.start_run() first, because MLflow's autologging ends the run that it begins itself.`
  },
  OutputFailed: {
    message: (p: { trial: string; reason: string }) =>
      `The outputs of the best trial ${p.trial} could not be copied: ${p.reason}`
  },
  SweepTimeout: {
    message: (p: { limit: string }) =>
      `The sweep ran longer than its limit of ${p.limit} and was stopped with its trials. Raise limits.timeout, or lower limits.maxTotalTrials.`
  },
  EarlyTermination: {
    message: (p: { policy: string; because: string }) =>
      `Stopped by the ${p.policy} policy: ${p.because}.`
  }
};

/** Builds the error of a sweep or a trial: `failureOf('SweepTimeout', { limit })`. */
export const failureOf = defineFailures(sweepFailures);
