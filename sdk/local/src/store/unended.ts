import { unendedStates } from './job-transitions.js';

/** The condition on a row of `jobs` that the job has not ended, in the form that an index on the status serves. */
export const UNENDED = `status IN (${unendedStates.map(state => `'${state}'`).join(', ')})`;
