import type { TranslationBundle } from '@jupyterlab/translation';
import type { RunSummary } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { duration, elapsed } from '../../parts/duration.js';
import { moment } from '../../parts/moment.js';
import { StatusMark, toneOf } from '../../parts/status-mark.js';
import { ProgressBar } from './progress-bar.js';
import { statusWord } from './status-word.js';

/** One run in the list. */
export function RunLine(props: {
  run: RunSummary;
  now: number;
  trans: TranslationBundle;
  onSelect: () => void;
}): ReactNode {
  const { run, now, trans, onSelect } = props;
  const took = elapsed(run, now);
  const second = run.reason ?? cells(run, trans) ?? run.experiment;
  return (
    <li>
      <button
        type="button"
        className={`carry-RunLine carry-mod-${toneOf(run.status)}`}
        data-run={run.name}
        onClick={onSelect}
      >
        <StatusMark status={run.status} />
        <span className="carry-RunLine-name">{run.displayName}</span>
        <span className="carry-RunLine-status">{statusWord(run.status, trans)}</span>
        <span className="carry-RunLine-reason" title={second}>
          {second}
        </span>
        <span className="carry-RunLine-time">
          {took === null ? (run.createdAt ? moment(run.createdAt) : '') : duration(took)}
        </span>
        {!run.finished && run.progress && <ProgressBar progress={run.progress} trans={trans} />}
      </button>
    </li>
  );
}

function cells(run: RunSummary, trans: TranslationBundle): string | null {
  const { progress } = run;
  if (!progress || run.finished) return null;
  return trans.__('Cell %1 of %2', progress.cell, progress.of);
}
