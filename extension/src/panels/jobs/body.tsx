import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { Notice } from '../../parts/notice.js';
import { useModel } from '../../parts/use-model.js';
import type { JobsModel } from './model.js';
import type { JobActions } from './job-actions.js';
import { JobView } from './job-view.js';
import { RunListView } from './run-list-view.js';

interface Props {
  model: JobsModel;
  actions: JobActions;
  trans: TranslationBundle;
}

/** The list of runs, or the selected run. */
export function JobsBody(props: Props): ReactNode {
  const { model, actions, trans } = props;
  useModel(model);
  return (
    <div className="carry-Jobs">
      {!model.connected && model.loaded && (
        <Notice kind="warning">{trans.__('The connection is lost. Reconnecting…')}</Notice>
      )}
      {model.listError && <Notice kind="error">{model.listError.message}</Notice>}
      {model.selected ? (
        <JobView key={model.selected.name} {...props} selected={model.selected} />
      ) : (
        <RunListView model={model} actions={actions} trans={trans} />
      )}
    </div>
  );
}
