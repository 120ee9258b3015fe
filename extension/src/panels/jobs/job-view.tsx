import type { TranslationBundle } from '@jupyterlab/translation';
import { useState, type ReactNode } from 'react';
import { Notice } from '../../parts/notice.js';
import { Tabs } from '../../parts/tabs.js';
import { LogView } from './log-view.js';
import type { JobsModel, SelectedJob } from './model.js';
import type { JobActions } from './job-actions.js';
import { JobFiles } from './job-files.js';
import { JobHead } from './job-head.js';
import { JobMetrics } from './job-metrics.js';
import { JobParameters } from './job-parameters.js';

interface Props {
  model: JobsModel;
  selected: SelectedJob;
  actions: JobActions;
  trans: TranslationBundle;
}

/** The details of one job. */
export function JobView(props: Props): ReactNode {
  const { model, selected, trans } = props;
  const [tab, setTab] = useState('carry-job-log');
  const tabs = [
    { id: 'carry-job-log', label: trans.__('Log') },
    { id: 'carry-job-metrics', label: trans.__('Metrics') },
    { id: 'carry-job-parameters', label: trans.__('Parameters') },
    { id: 'carry-job-files', label: trans.__('Files') }
  ];
  const job = model.selectedSummary;
  return (
    <div className="carry-Job">
      <button
        type="button"
        className="carry-Link carry-Job-back"
        onClick={() => {
          model.select(null);
        }}
      >
        ← {trans.__('All runs')}
      </button>
      {job && <JobHead {...props} job={job} />}
      {selected.error && <Notice kind="error">{selected.error.message}</Notice>}
      {model.actionError && <Notice kind="error">{model.actionError.message}</Notice>}
      <Tabs
        tabs={tabs}
        current={tab}
        label={trans.__('Details of this run')}
        onSelect={id => {
          setTab(id);
          if (id === 'carry-job-files') void model.readFiles();
        }}
      />
      <div className="carry-Job-tab" role="tabpanel" id={tab} aria-labelledby={`${tab}-tab`}>
        {tab === 'carry-job-log' && (
          <LogView
            key={selected.name}
            log={selected.log}
            finished={job?.finished ?? false}
            trans={trans}
          />
        )}
        {tab === 'carry-job-metrics' && <JobMetrics series={selected.series} trans={trans} />}
        {tab === 'carry-job-parameters' && (
          <JobParameters parameters={selected.detail?.parameters ?? []} trans={trans} />
        )}
        {tab === 'carry-job-files' && (
          <JobFiles files={selected.files} onOpen={props.actions.open} trans={trans} />
        )}
      </div>
    </div>
  );
}
