import { defineFailures } from '../errors/define-failures.js';

/** Why a pipeline failed. */
export const pipelineFailures = {
  StepFailed: {
    message: (p: {
      step: string;
      job: string;
      outcome: 'was canceled' | 'failed' | 'did not run';
      reason?: string;
    }) =>
      `The step '${p.step}' (job ${p.job}) ${p.outcome}${p.outcome === 'was canceled' ? '.' : `: ${p.reason ?? 'it reported no reason.'}`}`
  }
};

/** Builds the error of a failed pipeline: `failureOf('StepFailed', { step, job, outcome })`. */
export const failureOf = defineFailures(pipelineFailures);
