import type { TranslationBundle } from '@jupyterlab/translation';
import { useEffect, useRef, type ReactNode } from 'react';
import { FaultBoundary } from '../../parts/fault-boundary.js';
import { Notice } from '../../parts/notice.js';
import { Tabs } from '../../parts/tabs.js';
import { useStoredTab } from '../../parts/use-stored-tab.js';
import { ChildRuns, ParentLink } from './child-runs.js';
import { LogView } from './log-view.js';
import type { JobsModel, SelectedJob } from './model.js';
import type { JobActions } from './job-actions.js';
import { JobFiles } from './job-files.js';
import { JobHead } from './job-head.js';
import { JobMetrics } from './job-metrics.js';
import { JobParameters } from './job-parameters.js';
import { RerunFormView } from './rerun-form.js';

interface Props {
  model: JobsModel;
  selected: SelectedJob;
  actions: JobActions;
  trans: TranslationBundle;
}

/** The details of one run. */
export function JobView(props: Props): ReactNode {
  const { model, selected, trans } = props;
  const job = model.selectedSummary;
  return (
    <div className="carry-Job">
      <BackButton model={model} trans={trans} />
      {selected.detail?.parent && (
        <ParentLink
          parent={selected.detail.parent}
          onSelect={parent => {
            model.select(parent);
          }}
          trans={trans}
        />
      )}
      {job && (
        <FaultBoundary part={trans.__('The head of this run')} trans={trans}>
          <JobHead {...props} job={job} />
        </FaultBoundary>
      )}
      {selected.error && <Notice kind="error">{selected.error.message}</Notice>}
      {model.actionError && <Notice kind="error">{model.actionError.message}</Notice>}
      {model.rerunForm && (
        <FaultBoundary part={trans.__('The form to run it again')} trans={trans}>
          <RerunFormView
            model={model.rerunForm}
            onSubmit={() => void model.submitRerun()}
            onClose={() => {
              model.closeRerun();
            }}
            trans={trans}
          />
        </FaultBoundary>
      )}
      {/* Without its detail, a run that cannot be read would seem to have no metrics and no parameters. */}
      {(selected.detail !== null || selected.error === null) && (
        <Details {...props} interactive={job?.kind === 'interactive'} />
      )}
    </div>
  );
}

function BackButton({ model, trans }: Pick<Props, 'model' | 'trans'>): ReactNode {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The line of the run had the focus and is gone.
    if (document.activeElement === document.body) button.current?.focus();
  }, []);
  return (
    <button
      ref={button}
      type="button"
      className="carry-Link carry-Job-back"
      onClick={() => {
        model.select(null);
      }}
    >
      ← {trans.__('All runs')}
    </button>
  );
}

function Details(props: Props & { interactive: boolean }): ReactNode {
  const { model, selected, interactive, trans } = props;
  const [chosen, setTab] = useStoredTab(selected.name);
  // Code outside of a job prints into its own notebook or terminal.
  const log = interactive ? [] : [{ id: 'carry-job-log', label: trans.__('Log') }];
  const children = selected.detail?.children;
  const tabs = [
    ...(children ? [{ id: 'carry-job-children', label: trans.__('Runs') }] : []),
    ...log,
    { id: 'carry-job-metrics', label: trans.__('Metrics') },
    { id: 'carry-job-parameters', label: trans.__('Parameters') },
    { id: 'carry-job-files', label: trans.__('Files') }
  ];
  const current = tabs.find(({ id }) => id === chosen) ?? tabs[0];
  const tab = current?.id ?? '';
  const label = current?.label ?? '';
  return (
    <>
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
        <FaultBoundary key={tab} part={trans.__('The tab “%1”', label)} trans={trans}>
          <TabContent {...props} tab={tab} />
        </FaultBoundary>
      </div>
    </>
  );
}

function TabContent({ tab, model, selected, actions, trans }: Props & { tab: string }): ReactNode {
  switch (tab) {
    case 'carry-job-children':
      return (
        <ChildRuns
          children={selected.detail?.children ?? { metric: null, isHighBest: false, runs: [] }}
          onSelect={name => {
            model.select(name);
          }}
          trans={trans}
        />
      );
    case 'carry-job-metrics':
      return <JobMetrics series={selected.series} settings={model.charts} trans={trans} />;
    case 'carry-job-parameters':
      return <JobParameters parameters={selected.detail?.parameters ?? []} trans={trans} />;
    case 'carry-job-files':
      return (
        <JobFiles
          files={selected.files}
          error={selected.filesError}
          onRetry={() => void model.readFiles()}
          actions={actions}
          onRegister={() => {
            model.requestRegister();
          }}
          trans={trans}
        />
      );
    default:
      return (
        <LogView
          key={selected.name}
          log={selected.log}
          finished={model.selectedSummary?.finished ?? false}
          settings={model.settings}
          trans={trans}
        />
      );
  }
}
