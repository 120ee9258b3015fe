import type { TranslationBundle } from '@jupyterlab/translation';
import type { JobSummary } from '@carry-ml/bridge';
import type { ReactNode } from 'react';

/** The progress of a notebook in cells. */
export function ProgressBar(props: {
  progress: NonNullable<JobSummary['progress']>;
  trans: TranslationBundle;
}): ReactNode {
  const { cell, of, failedCell } = props.progress;
  return (
    <span
      className={`carry-Progress ${failedCell === undefined ? '' : 'carry-mod-failed'}`}
      role="progressbar"
      aria-valuemin={0}
      aria-valuemax={of}
      aria-valuenow={cell}
      aria-label={props.trans.__('Code cell %1 of %2', cell, of)}
    >
      <span style={{ width: `${Math.min(100, (100 * cell) / of)}%` }} />
    </span>
  );
}
