import { invalid, rowsOf } from './error-rows.js';

/** The errors of searches that would take too long. */
export const searchLimitRows = {
  SearchTooSlow: invalid(
    (p: { seconds: number }) =>
      `The search has taken ${p.seconds} s, the limit. Search fewer experiments, or compare and order by fewer values.`
  ),
  // MLflow's client tries again after 429.
  SearchesWaiting: rowsOf(
    'REQUEST_LIMIT_EXCEEDED',
    429
  )(
    (p: { count: number }) =>
      `${p.count} searches wait already, the limit. Search again when some of them have ended.`
  )
};
