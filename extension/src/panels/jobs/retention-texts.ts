import type { TranslationBundle } from '@jupyterlab/translation';
import type { ExpiredRuns, RetentionQuery } from '@carry-ml/bridge';

/** Says which runs a clean-up deletes, as the end of a sentence. */
export function retentionRule({ days, keep }: RetentionQuery, trans: TranslationBundle): string {
  return keep === 0
    ? trans._n(
        'runs that ended more than %1 day ago.',
        'runs that ended more than %1 days ago.',
        days
      )
    : trans._n(
        'runs that ended more than %1 day ago, except the newest %2 of each notebook.',
        'runs that ended more than %1 days ago, except the newest %2 of each notebook.',
        days,
        keep
      );
}

/** Says what is kept although it is old. */
export function retentionNotes(
  { pinned, withModels, isComplete }: ExpiredRuns,
  trans: TranslationBundle
): string[] {
  return [
    ...(pinned > 0 ? [trans._n('%1 pinned run is kept.', '%1 pinned runs are kept.', pinned)] : []),
    ...(withModels > 0
      ? [
          trans._n(
            '%1 run with a registered model is kept.',
            '%1 runs with a registered model are kept.',
            withModels
          )
        ]
      : []),
    ...(isComplete ? [] : [trans.__('There are more: clean up again for the rest.')])
  ];
}
