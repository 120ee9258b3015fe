import type { TranslationBundle } from '@jupyterlab/translation';
import type { RunSummary } from 'carry-ml/bridge';
import { useState, type ReactNode } from 'react';
import { duration, elapsed } from '../../parts/duration.js';
import { fileSize } from '../../parts/file-size.js';
import { moment } from '../../parts/moment.js';
import { Notice } from '../../parts/notice.js';
import { StatusMark, toneOf } from '../../parts/status-mark.js';
import { Tabs } from '../../parts/tabs.js';
import { useNow } from '../../parts/use-now.js';
import { chartGroups } from './chart-groups.js';
import { CurveChart } from './curve-chart.js';
import { LogView } from './log-view.js';
import type { RunsModel, SelectedRun } from './model.js';
import { ProgressBar } from './progress-bar.js';
import { statusWord } from './status-word.js';

/** What a user can do with the selected run beyond looking at it. */
export interface RunActions {
  /** Asks first. */
  cancel: () => void;
  /** Without a path the executed notebook. */
  open: (path?: string) => void;
}

interface Props {
  model: RunsModel;
  selected: SelectedRun;
  actions: RunActions;
  trans: TranslationBundle;
}

/** Everything about one run. */
export function RunView(props: Props): ReactNode {
  const { model, selected, trans } = props;
  const [tab, setTab] = useState('carry-run-log');
  const tabs = [
    { id: 'carry-run-log', label: trans.__('Log') },
    { id: 'carry-run-metrics', label: trans.__('Metrics') },
    { id: 'carry-run-parameters', label: trans.__('Parameters') },
    { id: 'carry-run-files', label: trans.__('Files') }
  ];
  const run = model.selectedSummary;
  return (
    <div className="carry-Run">
      <button
        type="button"
        className="carry-Link carry-Run-back"
        onClick={() => {
          model.select(null);
        }}
      >
        ← {trans.__('All runs')}
      </button>
      {run && <Head {...props} run={run} />}
      {selected.error && <Notice kind="error">{selected.error.message}</Notice>}
      {model.actionError && <Notice kind="error">{model.actionError.message}</Notice>}
      <Tabs
        tabs={tabs}
        current={tab}
        label={trans.__('About this run')}
        onSelect={id => {
          setTab(id);
          if (id === 'carry-run-files') void model.readFiles();
        }}
      />
      <div className="carry-Run-tab" role="tabpanel" id={tab} aria-labelledby={`${tab}-tab`}>
        {tab === 'carry-run-log' && (
          <LogView
            key={selected.name}
            log={selected.log}
            finished={run?.finished ?? false}
            trans={trans}
          />
        )}
        {tab === 'carry-run-metrics' && <Metrics {...props} />}
        {tab === 'carry-run-parameters' && <Parameters {...props} />}
        {tab === 'carry-run-files' && <Files {...props} />}
      </div>
    </div>
  );
}

function Head({ model, selected, actions, trans, run }: Props & { run: RunSummary }): ReactNode {
  const now = useNow(!run.finished);
  const took = elapsed(run, now);
  const error = selected.detail?.error ?? (toneOf(run.status) === 'failed' ? run.reason : null);
  return (
    <header className="carry-Run-head">
      <h3 className="carry-Run-title" title={run.name}>
        {run.displayName}
      </h3>
      <div className={`carry-Run-status carry-mod-${toneOf(run.status)}`} role="status">
        <StatusMark status={run.status} />
        <span>{statusWord(run.status, trans)}</span>
        {run.progress && (
          <span className="carry-mod-faint">
            {trans.__('cell %1 of %2', run.progress.cell, run.progress.of)}
          </span>
        )}
        {took !== null && <span className="carry-mod-faint">{duration(took)}</span>}
      </div>
      {run.progress && <ProgressBar progress={run.progress} trans={trans} />}
      <div className="carry-Run-facts">
        {[run.experiment, run.compute, run.createdAt ? moment(run.createdAt) : '']
          .filter(fact => fact !== '')
          .join(' · ')}
      </div>
      {!run.finished && run.reason && <Notice kind="info">{run.reason}</Notice>}
      {error !== null && (
        <Notice kind="error">
          {run.progress?.failedCell && (
            <strong>{trans.__('Cell %1 failed', run.progress.failedCell)}</strong>
          )}
          <pre className="carry-Run-error">{error}</pre>
        </Notice>
      )}
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
    </header>
  );
}

function Metrics({ selected, trans }: Props): ReactNode {
  if (selected.series.length === 0) {
    return <p className="carry-Hint">{trans.__('This run has logged no metrics so far.')}</p>;
  }
  return (
    <div className="carry-Scroll">
      {chartGroups(selected.series).map(group => (
        <CurveChart key={group.title} group={group} trans={trans} />
      ))}
    </div>
  );
}

function Parameters({ selected, trans }: Props): ReactNode {
  const parameters = selected.detail?.parameters ?? [];
  if (parameters.length === 0) {
    return <p className="carry-Hint">{trans.__('This run was given no parameters.')}</p>;
  }
  return (
    <div className="carry-Scroll">
      <table className="carry-Table">
        <thead>
          <tr>
            <th scope="col">{trans.__('Parameter')}</th>
            <th scope="col">{trans.__('Value')}</th>
          </tr>
        </thead>
        <tbody>
          {parameters.map(({ name, value }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Files({ selected, actions, trans }: Props): ReactNode {
  const { files } = selected;
  if (files === null) return <p className="carry-Hint">{trans.__('Reading the files…')}</p>;
  if (files.length === 0) {
    return <p className="carry-Hint">{trans.__('This run has kept no files so far.')}</p>;
  }
  return (
    <ul className="carry-FileList carry-Scroll">
      {files.map(({ path, bytes }) => (
        <li key={path}>
          <button
            type="button"
            className="carry-Link carry-FileList-path"
            title={trans.__('Open a copy of %1', path)}
            onClick={() => {
              actions.open(path);
            }}
          >
            {path}
          </button>
          <span className="carry-FileList-size">{bytes === null ? '' : fileSize(bytes)}</span>
        </li>
      ))}
    </ul>
  );
}
