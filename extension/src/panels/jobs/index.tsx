import type { TranslationBundle } from '@jupyterlab/translation';
import { ModelPanel } from '../../parts/model-panel.js';
import { JobsBody } from './body.js';
import type { JobsModel } from './model.js';
import type { JobActions } from './job-actions.js';

export const JOBS_PANEL = 'carry-jobs';

/** The Runs panel. */
export function jobsPanel(
  model: JobsModel,
  actions: JobActions,
  trans: TranslationBundle
): ModelPanel {
  return new ModelPanel({
    id: JOBS_PANEL,
    label: trans.__('Runs'),
    model,
    trans,
    body: () => <JobsBody model={model} actions={actions} trans={trans} />
  });
}
