import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { FileDialog, IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs, DOMAIN, NO_ARGUMENTS } from '../commands.js';
import { submitIcon } from '../icons.js';
import { JOBS_PANEL } from '../panels/jobs/index.js';
import { pipelinePanel } from '../panels/pipeline/index.js';
import { PipelineModel } from '../panels/pipeline/model.js';
import { browserStorage } from '../parts/browser-storage.js';
import type { ModelPanel } from '../parts/model-panel.js';
import { UserSettings } from '../parts/user-settings.js';
import { SUBMIT_DEFAULTS } from '../settings.js';
import { ICarryJobs, ICarryService, ICarrySidebar } from '../tokens.js';

type Page = MainAreaWidget<ModelPanel>;

/** The plugin whose settings name the usual compute. */
const SUBMIT_PLUGIN = 'jupyterlab-carry:submit';

/** Puts notebooks and scripts together as one pipeline job, on a page of the main area. */
export const pipelinePlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-carry:pipeline',
  description: 'Submits notebooks and scripts as one pipeline job.',
  autoStart: true,
  requires: [ICarryService, ICarrySidebar, ICarryJobs, IFileBrowserFactory],
  optional: [ILayoutRestorer, ICommandPalette, ISettingRegistry, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    service: ICarryService,
    sidebar: ICarrySidebar,
    jobs: ICarryJobs,
    browsers: IFileBrowserFactory,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    registry: ISettingRegistry | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(DOMAIN);
    const pages = new WidgetTracker<Page>({ namespace: 'carry-pipeline' });
    const { baseUrl } = app.serviceManager.serverSettings;
    // Servers of a JupyterHub share an origin, and with it the storage.
    const key = `jupyterlab-carry:pipeline:${baseUrl}`;
    const settings = new UserSettings(SUBMIT_DEFAULTS, registry, SUBMIT_PLUGIN);
    let model: PipelineModel | null = null;

    const chooseFiles = async (): Promise<void> => {
      const manager = browsers.tracker.currentWidget?.model.manager;
      if (!manager) return;
      const { isRunnable } = await import('../panels/pipeline/draft.js');
      const { value } = await FileDialog.getOpenFiles({
        manager,
        title: trans.__('Steps of the pipeline'),
        translator: translator ?? nullTranslator,
        filter: item => (item.type === 'directory' || isRunnable(item.name) ? {} : null)
      });
      await model?.add((value ?? []).map(({ path }) => path));
    };

    const open = (): PipelineModel => {
      const page = pages.currentWidget;
      if (page && model) {
        app.shell.activateById(page.id);
        return model;
      }
      const opened = new PipelineModel(service, browserStorage, key, settings);
      const content = pipelinePanel(opened, () => void chooseFiles(), trans);
      const added: Page = new MainAreaWidget({ content });
      added.id = 'carry-pipeline-page';
      added.toolbar.hide();
      added.title.icon = submitIcon;
      added.disposed.connect(() => {
        model = null;
      });
      opened.submitted.connect((_, job) => {
        jobs.announce(job);
        sidebar.show(JOBS_PANEL);
      });
      model = opened;
      void pages.add(added);
      app.shell.add(added, 'main');
      app.shell.activateById(added.id);
      void opened.refresh();
      return opened;
    };

    app.commands.addCommand(CommandIDs.openPipeline, {
      label: trans.__('Pipeline of Notebooks and Scripts'),
      icon: submitIcon,
      describedBy: NO_ARGUMENTS,
      execute: () => {
        open();
      }
    });
    app.commands.addCommand(CommandIDs.pipelineOfFiles, {
      label: trans.__('Add to the Pipeline'),
      icon: submitIcon,
      describedBy: NO_ARGUMENTS,
      execute: async () => {
        const items = [...(browsers.tracker.currentWidget?.selectedItems() ?? [])];
        await open().add(items.map(({ path }) => path));
      }
    });
    palette?.addItem({ command: CommandIDs.openPipeline, category: trans.__('Carry') });
    void restorer?.restore(pages, {
      command: CommandIDs.openPipeline,
      name: () => 'pipeline'
    });
  }
};
