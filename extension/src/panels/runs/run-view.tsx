import type { TranslationBundle } from '@jupyterlab/translation';
import { useState, type ReactNode } from 'react';
import { Notice } from '../../parts/notice.js';
import { Tabs } from '../../parts/tabs.js';
import { LogView } from './log-view.js';
import type { RunsModel, SelectedRun } from './model.js';
import type { RunActions } from './run-actions.js';
import { RunFiles } from './run-files.js';
import { RunHead } from './run-head.js';
import { RunMetrics } from './run-metrics.js';
import { RunParameters } from './run-parameters.js';

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
      {run && <RunHead {...props} run={run} />}
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
        {tab === 'carry-run-metrics' && <RunMetrics series={selected.series} trans={trans} />}
        {tab === 'carry-run-parameters' && (
          <RunParameters parameters={selected.detail?.parameters ?? []} trans={trans} />
        )}
        {tab === 'carry-run-files' && (
          <RunFiles files={selected.files} onOpen={props.actions.open} trans={trans} />
        )}
      </div>
    </div>
  );
}
