import type { TranslationBundle } from '@jupyterlab/translation';
import type { RunSummary } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { duration, elapsed } from '../../parts/duration.js';
import { moment } from '../../parts/moment.js';
import { Notice } from '../../parts/notice.js';
import { StatusMark, toneOf } from '../../parts/status-mark.js';
import { useNow } from '../../parts/use-now.js';
import type { RunsModel, SelectedRun } from './model.js';
import { ProgressBar } from './progress-bar.js';
import type { RunActions } from './run-actions.js';
import { statusWord } from './status-word.js';

interface Props {
  model: RunsModel;
  selected: SelectedRun;
  run: RunSummary;
  actions: RunActions;
  trans: TranslationBundle;
}

/** Where a run stands and why, and what can be done with it. */
export function RunHead(props: Props): ReactNode {
  const { run, trans } = props;
  const facts = [run.experiment, run.compute, run.createdAt ? moment(run.createdAt) : ''];
  return (
    <header className="carry-Run-head">
      <h3 className="carry-Run-title" title={run.name}>
        {run.displayName}
      </h3>
      <Status run={run} trans={trans} />
      {run.progress && <ProgressBar progress={run.progress} trans={trans} />}
      <div className="carry-Run-facts">{facts.filter(fact => fact !== '').join(' · ')}</div>
      <Reason {...props} />
      <Actions {...props} />
    </header>
  );
}

function Status({ run, trans }: Pick<Props, 'run' | 'trans'>): ReactNode {
  const took = elapsed(run, useNow(!run.finished));
  return (
    <div className={`carry-Run-status carry-mod-${toneOf(run.status)}`} role="status">
      <StatusMark status={run.status} />
      <span>{statusWord(run.status, trans)}</span>
      {run.progress && (
        <span className="carry-mod-faint">
          {run.progress.cell === 0
            ? trans.__('starting %1 cells', run.progress.of)
            : trans.__('cell %1 of %2', run.progress.cell, run.progress.of)}
        </span>
      )}
      {took !== null && <span className="carry-mod-faint">{duration(took)}</span>}
    </div>
  );
}

/** Why the run waits, or why it failed: the service's words, with the whole error text. */
function Reason({ run, selected, trans }: Props): ReactNode {
  if (!run.finished) return run.reason && <Notice kind="info">{run.reason}</Notice>;
  if (run.status !== 'Failed') return null;
  const failedCell = run.progress?.failedCell;
  return (
    <Notice kind="error">
      {failedCell && <strong>{trans.__('Cell %1 failed', failedCell)}</strong>}
      <pre className="carry-Run-error">{selected.detail?.error ?? run.reason}</pre>
    </Notice>
  );
}

function Actions({ model, run, actions, trans }: Props): ReactNode {
  return (
    <div className="carry-Run-actions">
      <button
        type="button"
        className="carry-Button"
        disabled={model.busy}
        onClick={() => {
          actions.open();
        }}
      >
        {trans.__('Open notebook')}
      </button>
      {run.status === 'Completed' && (
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
      {!run.finished && (
        <button
          type="button"
          className="carry-Button carry-mod-warn"
          disabled={model.busy || run.status === 'CancelRequested'}
          onClick={actions.cancel}
        >
          {trans.__('Cancel')}
        </button>
      )}
    </div>
  );
}
