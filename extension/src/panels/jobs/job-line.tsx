import type { TranslationBundle } from '@jupyterlab/translation';
import type { FoundRun } from '@carry-ml/bridge';
import type { KeyboardEvent, ReactNode } from 'react';
import { ago, exactMoment } from '../../parts/ago.js';
import { duration, elapsed } from '../../parts/duration.js';
import { metricNumber, numberText } from '../../parts/number-text.js';
import { StatusMark, toneOf } from '../../parts/status-mark.js';
import type { Distinction } from './distinctions.js';
import { ProgressBar } from './progress-bar.js';
import { statusWord } from './status-word.js';

/** One run in the list. Enter or a click opens it; Space chooses it to be compared, with Shift from the last choice to it. */
export function JobLine(props: {
  job: FoundRun;
  /** What tells it apart from the other runs of its notebook. */
  distinction: Distinction | undefined;
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
  const { job, distinction, metric, now, trans, isTabStop, isChosen, onChoose, onSelect } = props;
  const took = elapsed(job, now);
  const reason = job.reason ?? cells(job, trans);
  const values = valuesOf(job, distinction, metric);
  const started = job.startedAt ?? job.createdAt;
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
        {reason !== null && (
          <span className="carry-JobLine-reason" title={reason}>
            {reason}
          </span>
        )}
        {values !== '' && (
          <span className="carry-JobLine-values" title={values}>
            {values}
          </span>
        )}
        <span className="carry-JobLine-when" title={started === null ? '' : exactMoment(started)}>
          {facts(job, started === null ? '' : ago(started, now), trans)}
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

/** The metric that the list is sorted by, or the telling one of a run that has ended, and the parameters that differ. */
function valuesOf(
  { finished, metrics, parameters }: FoundRun,
  distinction: Distinction | undefined,
  sortedBy: string | null
): string {
  const shown = sortedBy ?? (finished ? distinction?.metric : null);
  const metric = metrics.find(({ key }) => key === shown);
  const differing = parameters.filter(({ name }) => distinction?.parameters.includes(name));
  return [
    ...(metric ? [`${metric.key} ${numberText(metricNumber(metric.value))}`] : []),
    ...differing.map(({ name, value }) => `${name} ${value === '' ? '""' : value}`)
  ].join(' · ');
}

function facts(job: FoundRun, when: string, trans: TranslationBundle): string {
  return [
    when,
    job.kind === 'interactive' ? trans.__('interactive') : '',
    // An experiment is named after its notebook by default.
    job.experiment === job.displayName ? '' : job.experiment
  ]
    .filter(fact => fact !== '')
    .join(' · ');
}
