import { defineFailures } from '../errors/define-failures.js';

/** Why a child of a job ended without a result of its own. */
export const familyFailures = {
  StepSkipped: {
    message: (p: { child: string; because: string }) => `${p.child} was not started: ${p.because}.`
  }
};

/** Builds the error of a child: `failureOf('StepSkipped', { child, because })`. */
export const failureOf = defineFailures(familyFailures);
