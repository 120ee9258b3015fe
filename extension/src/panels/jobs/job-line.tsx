import type { TranslationBundle } from '@jupyterlab/translation';
import type { FoundRun } from '@carry-ml/bridge';
import type { KeyboardEvent, ReactNode } from 'react';
import { ago, exactMoment } from '../../parts/ago.js';
import { duration, elapsed } from '../../parts/duration.js';
import { metricNumber, numberText } from '../../parts/number-text.js';
import { StatusMark, toneOf } from '../../parts/status-mark.js';
import type { Distinction } from './distinctions.js';
import { PinMark } from './pin-mark.js';
import { ProgressBar } from './progress-bar.js';
import { statusWord } from './status-word.js';
import { timeLeft } from './time-left.js';

/** One run in the list. Enter or a click opens it; Space chooses it, with Shift from the last choice to it. */
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
        <span className="carry-JobLine-name">
          {job.isPinned && <PinMark trans={trans} />}
          {job.displayName}
        </span>
        <span className="carry-JobLine-status">{statusWord(job.status, trans)}</span>
        <Line className="carry-JobLine-reason" text={job.reason ?? cells(job, now, trans)} />
        <Line className="carry-JobLine-values" text={valuesOf(job, distinction, metric)} />
        <When job={job} now={now} trans={trans} />
        {!job.finished && job.progress && <ProgressBar progress={job.progress} trans={trans} />}
      </button>
      <input
        type="checkbox"
        className="carry-JobLine-choice"
        aria-label={trans.__('Choose “%1”', job.displayName)}
        title={trans.__('Choose (Space); with Shift: all from the last choice')}
        tabIndex={isTabStop ? 0 : -1}
        checked={isChosen}
        onChange={({ nativeEvent }) => {
          onChoose(nativeEvent instanceof MouseEvent && nativeEvent.shiftKey);
        }}
      />
    </div>
  );
}

/** A line of text that may not fit; nothing without a text. */
function Line({ className, text }: { className: string; text: string | null }): ReactNode {
  if (text === null || text === '') return null;
  return (
    <span className={className} title={text}>
      {text}
    </span>
  );
}

/** When the run started, what it is part of, and how long it took. */
function When(props: { job: FoundRun; now: number; trans: TranslationBundle }): ReactNode {
  const { job, now, trans } = props;
  const started = job.startedAt ?? job.createdAt;
  const took = elapsed(job, now);
  return (
    <>
      <span className="carry-JobLine-when" title={started === null ? '' : exactMoment(started)}>
        {facts(job, started === null ? '' : ago(started, now), trans)}
      </span>
      <span className="carry-JobLine-time">{took === null ? '' : duration(took)}</span>
    </>
  );
}

/** Recognises Space, which would press the button. */
function isSpace(event: KeyboardEvent): boolean {
  if (event.key !== ' ') return false;
  event.preventDefault();
  return true;
}

function cells(job: FoundRun, now: number, trans: TranslationBundle): string | null {
  const { progress } = job;
  if (!progress || job.finished) return null;
  const { cell, of, estimate } = progress;
  const at = trans.__('Code cell %1 of %2', cell, of);
  return estimate ? `${at} · ${timeLeft(estimate, now, trans)}` : at;
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
