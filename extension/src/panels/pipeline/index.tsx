import type { TranslationBundle } from '@jupyterlab/translation';
import { ModelPanel } from '../../parts/model-panel.js';
import { PipelineBody } from './body.js';
import type { PipelineModel } from './model.js';

/** The page on which a pipeline is put together. */
export function pipelinePanel(
  model: PipelineModel,
  onChooseFiles: () => void,
  trans: TranslationBundle
): ModelPanel {
  const panel = new ModelPanel({
    id: 'carry-pipeline',
    label: trans.__('Pipeline'),
    model,
    trans,
    body: () => <PipelineBody model={model} onChooseFiles={onChooseFiles} trans={trans} />,
    onShow: () => void model.refresh()
  });
  panel.addClass('carry-Pipeline');
  return panel;
}
