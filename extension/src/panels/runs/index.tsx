import type { TranslationBundle } from '@jupyterlab/translation';
import { ModelPanel } from '../../parts/model-panel.js';
import { RunsBody } from './body.js';
import type { RunsModel } from './model.js';
import type { RunActions } from './run-actions.js';

export const RUNS_PANEL = 'carry-runs';

/** The Runs panel. */
export function runsPanel(
  model: RunsModel,
  actions: RunActions,
  trans: TranslationBundle
): ModelPanel {
  return new ModelPanel({
    id: RUNS_PANEL,
    label: trans.__('Runs'),
    model,
    body: () => <RunsBody model={model} actions={actions} trans={trans} />
  });
}
