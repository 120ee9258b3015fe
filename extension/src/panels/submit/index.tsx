import type { TranslationBundle } from '@jupyterlab/translation';
import { ModelPanel } from '../../parts/model-panel.js';
import { SubmitBody } from './body.js';
import type { SubmitModel } from './model.js';

export const SUBMIT_PANEL = 'carry-submit';

/** The Submit panel. */
export function submitPanel(
  model: SubmitModel,
  onShowAs: () => void,
  trans: TranslationBundle
): ModelPanel {
  return new ModelPanel({
    id: SUBMIT_PANEL,
    label: trans.__('Submit'),
    model,
    trans,
    body: () => <SubmitBody model={model} onShowAs={onShowAs} trans={trans} />,
    onShow: () => model.refresh()
  });
}
