import type { TranslationBundle } from '@jupyterlab/translation';
import { Poll } from '@lumino/polling';
import { ModelPanel } from '../../parts/model-panel.js';
import { ModelsBody } from './body.js';
import type { ModelActions } from './model-actions.js';
import type { ModelsModel } from './model.js';

export const MODELS_PANEL = 'carry-models';

/** The Models panel; while it is on screen, it shows what other tools register and change. */
export function modelsPanel(
  model: ModelsModel,
  actions: ModelActions,
  trans: TranslationBundle
): ModelPanel {
  const panel = new ModelPanel({
    id: MODELS_PANEL,
    label: trans.__('Models'),
    model,
    trans,
    body: () => <ModelsBody model={model} actions={actions} trans={trans} />,
    onShow: () => void poll.refresh()
  });
  const poll = new Poll({
    name: 'jupyterlab-carry:models',
    factory: () => model.refresh(),
    frequency: frequencyOf(model),
    standby: () => !panel.isVisible || document.hidden
  });
  const onSettingsChanged = (): void => {
    poll.frequency = frequencyOf(model);
  };
  model.settings.changed.connect(onSettingsChanged);
  panel.disposed.connect(() => {
    model.settings.changed.disconnect(onSettingsChanged);
    poll.dispose();
  });
  return panel;
}

function frequencyOf({ settings }: ModelsModel) {
  const interval = 1000 * settings.values.refreshSeconds;
  return { interval, backoff: false, max: 10 * interval };
}
