import { activeStates } from './job-transitions.js';

/** SQL condition for jobs that have not ended, in a form that uses the index on the status. */
export const IS_ACTIVE = `status IN (${activeStates.map(state => `'${state}'`).join(', ')})`;
