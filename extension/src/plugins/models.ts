import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs, DOMAIN, NO_ARGUMENTS } from '../commands.js';
import { carryIcon } from '../icons.js';
import { MODELS_PANEL, modelsPanel } from '../panels/models/index.js';
import { ModelsModel } from '../panels/models/model.js';
import { JOBS_PANEL } from '../panels/jobs/index.js';
import { ICarryJobs, ICarryService, ICarrySidebar } from '../tokens.js';

/** Adds the Models panel, and registers models from runs. */
export const modelsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-carry:models',
  description: 'Lists registered models and registers them from runs.',
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
    const model = new ModelsModel(service);
    // The id of a job's run is the name of the job.
    const showRun = (run: string): void => {
      jobs.select(run);
      sidebar.show(JOBS_PANEL);
    };
    sidebar.add(modelsPanel(model, showRun, trans), 30);
    jobs.registerRequested.connect((_, job) => {
      sidebar.show(MODELS_PANEL);
      void model.beginRegister(job);
    });
    app.commands.addCommand(CommandIDs.showModels, {
      label: trans.__('Show Models'),
      icon: carryIcon,
      describedBy: NO_ARGUMENTS,
      execute: () => {
        sidebar.show(MODELS_PANEL);
      }
    });
    palette?.addItem({ command: CommandIDs.showModels, category: trans.__('Carry') });
  }
};
