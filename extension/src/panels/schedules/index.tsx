import type { ScheduleInfo } from '@carry-ml/bridge';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ModelPanel } from '../../parts/model-panel.js';
import { SchedulesBody } from './body.js';
import type { SchedulesModel } from './model.js';

export const SCHEDULES_PANEL = 'carry-schedules';

/** The Schedules panel; it reloads the list each time it is shown. */
export function schedulesPanel(
  model: SchedulesModel,
  onDelete: (schedule: ScheduleInfo) => void,
  trans: TranslationBundle
): ModelPanel {
  return new ModelPanel({
    id: SCHEDULES_PANEL,
    label: trans.__('Schedules'),
    model,
    trans,
    body: () => <SchedulesBody model={model} trans={trans} onDelete={onDelete} />,
    onShow: () => void model.refresh()
  });
}
