import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Dialog, ICommandPalette, showDialog } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import type { ScheduleInfo } from '@carry-ml/bridge';
import { CommandIDs, DOMAIN, NO_ARGUMENTS } from '../commands.js';
import { carryIcon } from '../icons.js';
import { JOBS_PANEL } from '../panels/jobs/index.js';
import { SCHEDULES_PANEL, schedulesPanel } from '../panels/schedules/index.js';
import { SchedulesModel } from '../panels/schedules/model.js';
import { ICarryJobs, ICarryService, ICarrySidebar } from '../tokens.js';

/** Adds the Schedules panel, and schedules runs. */
export const schedulesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-carry:schedules',
  description: 'Lists schedules, and repeats runs on a schedule.',
  autoStart: true,
  requires: [ICarryService, ICarrySidebar, ICarryJobs],
  optional: [ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    service: ICarryService,
    sidebar: ICarrySidebar,
    jobs: ICarryJobs,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(DOMAIN);
    const model = new SchedulesModel(service, Intl.DateTimeFormat().resolvedOptions().timeZone);
    sidebar.add(
      schedulesPanel(model, schedule => void confirmDelete(model, schedule, trans), trans),
      25
    );
    jobs.scheduleRequested.connect((_, job) => {
      model.begin(job);
      sidebar.show(SCHEDULES_PANEL);
    });
    model.triggered.connect(() => {
      jobs.select(null);
      sidebar.show(JOBS_PANEL);
    });
    app.commands.addCommand(CommandIDs.showSchedules, {
      label: trans.__('Show Schedules'),
      icon: carryIcon,
      describedBy: NO_ARGUMENTS,
      execute: () => {
        sidebar.show(SCHEDULES_PANEL);
      }
    });
    palette?.addItem({ command: CommandIDs.showSchedules, category: trans.__('Carry') });
  }
};

async function confirmDelete(
  model: SchedulesModel,
  { name }: ScheduleInfo,
  trans: TranslationBundle
): Promise<void> {
  const { button } = await showDialog({
    title: trans.__('Delete this schedule?'),
    body: trans.__('“%1” submits no more jobs. The runs that it has submitted are kept.', name),
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: trans.__('Delete') })]
  });
  if (button.accept) await model.change(name, 'delete');
}
