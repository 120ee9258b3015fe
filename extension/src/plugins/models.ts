import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs, DOMAIN } from '../commands.js';
import { carryIcon } from '../icons.js';
import { MODELS_PANEL, modelsPanel } from '../panels/models/index.js';
import { ModelsModel } from '../panels/models/model.js';
import { RUNS_PANEL } from '../panels/runs/index.js';
import { ICarryRuns, ICarryService, ICarrySidebar } from '../tokens.js';

/** The Models panel, and registering from a run. */
export const modelsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-carry:models',
  description: 'Lists registered models and registers them from runs.',
  autoStart: true,
  requires: [ICarryService, ICarrySidebar, ICarryRuns],
  optional: [ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    service: ICarryService,
    sidebar: ICarrySidebar,
    runs: ICarryRuns,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(DOMAIN);
    const model = new ModelsModel(service);
    const showRun = (run: string): void => {
      runs.select(run);
      sidebar.show(RUNS_PANEL);
    };
    sidebar.add(modelsPanel(model, showRun, trans), 30);
    runs.registerRequested.connect((_, run) => {
      sidebar.show(MODELS_PANEL);
      void model.beginRegister(run);
    });
    app.commands.addCommand(CommandIDs.showModels, {
      label: trans.__('Show Models'),
      icon: carryIcon,
      execute: () => {
        sidebar.show(MODELS_PANEL);
      }
    });
    palette?.addItem({ command: CommandIDs.showModels, category: trans.__('Carry') });
  }
};
