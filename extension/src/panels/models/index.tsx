import type { TranslationBundle } from '@jupyterlab/translation';
import { ModelPanel } from '../../parts/model-panel.js';
import { ModelsBody } from './body.js';
import type { ModelsModel } from './model.js';

export const MODELS_PANEL = 'carry-models';

/** The Models panel; it reloads the list each time it is shown. */
export function modelsPanel(
  model: ModelsModel,
  onShowRun: (run: string) => void,
  trans: TranslationBundle
): ModelPanel {
  return new ModelPanel({
    id: MODELS_PANEL,
    label: trans.__('Models'),
    model,
    trans,
    body: () => <ModelsBody model={model} trans={trans} onShowRun={onShowRun} />,
    onShow: () => void model.refresh()
  });
}
