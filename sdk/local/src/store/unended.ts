import { unendedStates } from './job-transitions.js';

/** SQL condition for jobs that have not ended, in a form that uses the index on the status. */
export const UNENDED = `status IN (${unendedStates.map(state => `'${state}'`).join(', ')})`;
