import type { TranslationBundle } from '@jupyterlab/translation';
import type { JobSummary } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { duration, elapsed } from '../../parts/duration.js';
import { moment } from '../../parts/moment.js';
import { Notice } from '../../parts/notice.js';
import { StatusMark, toneOf } from '../../parts/status-mark.js';
import { useNow } from '../../parts/use-now.js';
import type { JobsModel, SelectedJob } from './model.js';
import { ProgressBar } from './progress-bar.js';
import type { JobActions } from './job-actions.js';
import { statusWord } from './status-word.js';
import { estimateSource, timeLeft } from './time-left.js';
import { usageTexts } from './usage.js';

interface Props {
  model: Pick<
    JobsModel,
    'busy' | 'editRerun' | 'pin' | 'requestRegister' | 'requestSchedule' | 'rerun'
  >;
  selected: SelectedJob;
  job: JobSummary;
  actions: JobActions;
  trans: TranslationBundle;
}

/** The status of a job with its reason, and the actions on it. */
export function JobHead(props: Props): ReactNode {
  const { job, selected, trans } = props;
  const kind = job.kind === 'interactive' ? trans.__('interactive') : '';
  const facts = [
    kind,
    job.experiment,
    job.compute,
    job.createdAt ? moment(job.createdAt) : '',
    ...usageTexts(job, selected.detail, trans)
  ];
  return (
    <div className="carry-Job-head">
      <h3 className="carry-Job-title" title={job.name}>
        {job.displayName}
      </h3>
      <Status job={job} trans={trans} />
      {job.progress && <ProgressBar progress={job.progress} trans={trans} />}
      <div className="carry-Job-facts">{facts.filter(fact => fact !== '').join(' · ')}</div>
      <Reason {...props} />
      <Actions {...props} />
    </div>
  );
}

function Status({ job, trans }: Pick<Props, 'job' | 'trans'>): ReactNode {
  const now = useNow(!job.finished);
  const took = elapsed(job, now);
  const { estimate } = job.progress ?? {};
  return (
    <div className={`carry-Job-status carry-mod-${toneOf(job.status)}`} role="status">
      <StatusMark status={job.status} />
      <span>{statusWord(job.status, trans)}</span>
      {job.progress && (
        <span className="carry-mod-faint">
          {job.progress.cell === 0
            ? trans._n('starting, %1 code cell', 'starting, %1 code cells', job.progress.of)
            : trans.__('code cell %1 of %2', job.progress.cell, job.progress.of)}
        </span>
      )}
      {took !== null && <span className="carry-mod-faint">{duration(took)}</span>}
      {estimate && !job.finished && (
        <span className="carry-mod-faint" title={estimateSource(estimate, trans)}>
          {timeLeft(estimate, now, trans)}
        </span>
      )}
    </div>
  );
}

/** The service's message on why the job waits, or the whole error text of a failed job. */
function Reason({ job, selected, actions, trans }: Props): ReactNode {
  if (!job.finished) return job.reason && <Notice kind="info">{job.reason}</Notice>;
  if (job.status !== 'Failed') return null;
  const { failedCell, of } = job.progress ?? {};
  return (
    <Notice kind="error">
      {failedCell && of && <strong>{trans.__('Code cell %1 of %2 failed', failedCell, of)}</strong>}
      <pre className="carry-Job-error">{selected.detail?.error ?? job.reason}</pre>
      {failedCell && (
        <button
          type="button"
          className="carry-Link"
          onClick={() => {
            actions.openNotebook(true);
          }}
        >
          {trans.__('Show the failing cell')}
        </button>
      )}
    </Notice>
  );
}

function Actions({ model, selected, job, actions, trans }: Props): ReactNode {
  return (
    <div className="carry-Job-actions">
      {job.kind === 'job' && !selected.detail?.children && (
        <button
          type="button"
          className="carry-Button"
          onClick={() => {
            actions.openNotebook(false);
          }}
        >
          {trans.__('Open notebook')}
        </button>
      )}
      {selected.hasModel && job.status === 'Completed' && (
        <button
          type="button"
          className="carry-Button carry-mod-primary"
          onClick={() => {
            model.requestRegister();
          }}
        >
          {trans.__('Register model…')}
        </button>
      )}
      <PinButton model={model} selected={selected} trans={trans} />
      {job.kind === 'job' && job.finished && <Repeat model={model} trans={trans} />}
      {job.kind === 'job' && !job.finished && (
        <button
          type="button"
          className="carry-Button carry-mod-warn"
          disabled={model.busy || job.status === 'CancelRequested'}
          onClick={actions.cancel}
        >
          {trans.__('Cancel')}
        </button>
      )}
    </div>
  );
}

function PinButton({
  model,
  selected,
  trans
}: Pick<Props, 'model' | 'selected' | 'trans'>): ReactNode {
  const { isPinned = false } = selected.detail ?? {};
  return (
    <button
      type="button"
      className="carry-Button"
      disabled={model.busy || !selected.detail}
      onClick={() => void model.pin(!isPinned)}
    >
      {isPinned ? trans.__('Unpin') : trans.__('Pin')}
    </button>
  );
}

/** Offers to run the same again, now or on a schedule. */
function Repeat({ model, trans }: Pick<Props, 'model' | 'trans'>): ReactNode {
  return (
    <>
      <button
        type="button"
        className="carry-Button"
        disabled={model.busy}
        onClick={() => void model.rerun()}
      >
        {trans.__('Run again')}
      </button>
      <button
        type="button"
        className="carry-Button"
        onClick={() => {
          model.editRerun();
        }}
      >
        {trans.__('Edit and run again…')}
      </button>
      <button
        type="button"
        className="carry-Button"
        onClick={() => {
          model.requestSchedule();
        }}
      >
        {trans.__('Schedule…')}
      </button>
    </>
  );
}
