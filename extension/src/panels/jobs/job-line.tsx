import type { TranslationBundle } from '@jupyterlab/translation';
import type { JobSummary } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { duration, elapsed } from '../../parts/duration.js';
import { moment } from '../../parts/moment.js';
import { StatusMark, toneOf } from '../../parts/status-mark.js';
import { ProgressBar } from './progress-bar.js';
import { statusWord } from './status-word.js';

/** One job in the list. */
export function JobLine(props: {
  job: JobSummary;
  now: number;
  trans: TranslationBundle;
  onSelect: () => void;
}): ReactNode {
  const { job, now, trans, onSelect } = props;
  const took = elapsed(job, now);
  const second = job.reason ?? cells(job, trans) ?? job.experiment;
  return (
    <li>
      <button
        type="button"
        className={`carry-JobLine carry-mod-${toneOf(job.status)}`}
        data-job={job.name}
        onClick={onSelect}
      >
        <StatusMark status={job.status} />
        <span className="carry-JobLine-name">{job.displayName}</span>
        <span className="carry-JobLine-status">{statusWord(job.status, trans)}</span>
        <span className="carry-JobLine-reason" title={second}>
          {second}
        </span>
        <span className="carry-JobLine-time">
          {took === null ? (job.createdAt ? moment(job.createdAt) : '') : duration(took)}
        </span>
        {!job.finished && job.progress && <ProgressBar progress={job.progress} trans={trans} />}
      </button>
    </li>
  );
}

function cells(job: JobSummary, trans: TranslationBundle): string | null {
  const { progress } = job;
  if (!progress || job.finished) return null;
  return trans.__('Cell %1 of %2', progress.cell, progress.of);
}
