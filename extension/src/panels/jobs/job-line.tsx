import type { TranslationBundle } from '@jupyterlab/translation';
import type { FoundRun } from '@carry-ml/bridge';
import type { KeyboardEvent, ReactNode } from 'react';
import { duration, elapsed } from '../../parts/duration.js';
import { moment } from '../../parts/moment.js';
import { metricNumber, numberText } from '../../parts/number-text.js';
import { StatusMark, toneOf } from '../../parts/status-mark.js';
import { ProgressBar } from './progress-bar.js';
import { statusWord } from './status-word.js';

/** One run in the list. Enter or a click opens it; Space chooses it to be compared, with Shift from the last choice to it. */
export function JobLine(props: {
  job: FoundRun;
  /** The metric that the list is sorted by. */
  metric: string | null;
  now: number;
  trans: TranslationBundle;
  /** False for all rows but one: arrow keys reach the others. */
  isTabStop: boolean;
  isChosen: boolean;
  onChoose: (isRange: boolean) => void;
  onSelect: () => void;
}): ReactNode {
  const { job, metric, now, trans, isTabStop, isChosen, onChoose, onSelect } = props;
  const took = elapsed(job, now);
  const second = job.reason ?? cells(job, trans) ?? facts(job, metric, trans);
  return (
    <div className={`carry-JobLine carry-mod-${toneOf(job.status)}`}>
      <button
        type="button"
        className="carry-JobLine-open"
        data-job={job.name}
        tabIndex={isTabStop ? 0 : -1}
        aria-keyshortcuts="Space"
        onClick={onSelect}
        onKeyDown={event => {
          if (isSpace(event)) onChoose(event.shiftKey);
        }}
        onKeyUp={isSpace}
      >
        <StatusMark status={job.status} />
        <span className="carry-JobLine-name">{job.displayName}</span>
        <span className="carry-JobLine-status">{statusWord(job.status, trans)}</span>
        <span className="carry-JobLine-reason" title={second}>
          {second}
        </span>
        <span className="carry-JobLine-time">{took === null ? '' : duration(took)}</span>
        {!job.finished && job.progress && <ProgressBar progress={job.progress} trans={trans} />}
      </button>
      <input
        type="checkbox"
        className="carry-JobLine-choice"
        aria-label={trans.__('Choose “%1” to compare', job.displayName)}
        title={trans.__('Choose to compare (Space); with Shift: all from the last choice')}
        tabIndex={isTabStop ? 0 : -1}
        checked={isChosen}
        onChange={({ nativeEvent }) => {
          onChoose(nativeEvent instanceof MouseEvent && nativeEvent.shiftKey);
        }}
      />
    </div>
  );
}

/** Recognises Space, which would press the button. */
function isSpace(event: KeyboardEvent): boolean {
  if (event.key !== ' ') return false;
  event.preventDefault();
  return true;
}

function cells(job: FoundRun, trans: TranslationBundle): string | null {
  const { progress } = job;
  if (!progress || job.finished) return null;
  return trans.__('Code cell %1 of %2', progress.cell, progress.of);
}

/** What tells runs of one name apart. */
function facts(job: FoundRun, metric: string | null, trans: TranslationBundle): string {
  const value = job.metrics.find(({ key }) => key === metric)?.value;
  return [
    value === undefined ? '' : `${metric ?? ''} ${numberText(metricNumber(value))}`,
    job.kind === 'interactive' ? trans.__('interactive') : '',
    job.experiment,
    job.createdAt ? moment(job.createdAt) : ''
  ]
    .filter(fact => fact !== '')
    .join(' · ');
}
