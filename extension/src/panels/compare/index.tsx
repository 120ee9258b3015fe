import type { TranslationBundle } from '@jupyterlab/translation';
import type { ChartSettings } from '../../charts/chart-settings.js';
import { ModelPanel } from '../../parts/model-panel.js';
import { CompareBody } from './body.js';
import type { CompareModel } from './model.js';

/** The page that compares some runs. */
export function comparePanel(
  model: CompareModel,
  settings: ChartSettings,
  onShowRun: (run: string) => void,
  trans: TranslationBundle
): ModelPanel {
  const panel = new ModelPanel({
    id: `carry-compare-${model.runs.join('-')}`,
    label: trans._n('Compare %1 run', 'Compare %1 runs', model.runs.length),
    model,
    trans,
    body: () => (
      <CompareBody model={model} settings={settings} onShowRun={onShowRun} trans={trans} />
    )
  });
  panel.addClass('carry-Compare');
  return panel;
}
