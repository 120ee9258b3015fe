import {
  ILabShell,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { AT_POINTER, CommandIDs, DOMAIN, NO_ARGUMENTS } from '../commands.js';
import { submitIcon } from '../icons.js';
import { JOBS_PANEL } from '../panels/jobs/index.js';
import { SUBMIT_PANEL, submitPanel } from '../panels/submit/index.js';
import { FormMemory } from '../panels/submit/form-memory.js';
import { SubmitModel } from '../panels/submit/model.js';
import { NotebookOnScreen } from '../panels/submit/notebook-on-screen.js';
import { OpenSections } from '../panels/submit/open-sections.js';
import { obstacleReason } from '../panels/submit/obstacle.js';
import { SUBMIT_DEFAULTS } from '../settings.js';
import { browserStorage } from '../parts/browser-storage.js';
import { UserSettings } from '../parts/user-settings.js';
import { ICarryJobs, ICarryService, ICarrySidebar } from '../tokens.js';
import { askName } from './ask-name.js';
import { askSecret } from './ask-secret.js';

const ID = 'jupyterlab-carry:submit';

/** Adds the Submit panel, and the command of the toolbar button, the palette and the shortcut. */
export const submitPlugin: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: 'Submits the notebook on screen as a job.',
  autoStart: true,
  requires: [ICarryService, ICarrySidebar, ICarryJobs, INotebookTracker],
  optional: [ILabShell, ICommandPalette, ISettingRegistry, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    service: ICarryService,
    sidebar: ICarrySidebar,
    jobs: ICarryJobs,
    tracker: INotebookTracker,
    shell: ILabShell | null,
    palette: ICommandPalette | null,
    registry: ISettingRegistry | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(DOMAIN);
    const { commands } = app;
    const { baseUrl } = app.serviceManager.serverSettings;
    // Servers of a JupyterHub share an origin, and with it the storage.
    const memory = new FormMemory(browserStorage, `jupyterlab-carry:forms:${baseUrl}`);
    const sections = new OpenSections(browserStorage, 'jupyterlab-carry:submit-sections');
    const screen = new NotebookOnScreen(tracker, shell, trans);
    const settings = new UserSettings(SUBMIT_DEFAULTS, registry, ID);
    const model = new SubmitModel(
      service,
      screen,
      askName(trans),
      askSecret(trans),
      memory,
      sections,
      settings
    );
    const showAs = async (): Promise<void> => {
      const { showSubmitAs } = await import('./show-submit-as.js');
      await showSubmitAs(model, trans);
    };
    sidebar.add(
      submitPanel(model, () => void showAs(), trans),
      10
    );
    model.submitted.connect((_, job) => {
      jobs.announce(job);
      sidebar.show(JOBS_PANEL);
    });

    commands.addCommand(CommandIDs.submit, {
      label: trans.__('Submit Notebook as a Job'),
      caption: () =>
        (model.path === null ? null : obstacleReason(model, trans)) ??
        trans.__('Submit this notebook as a job, with the values of the Submit panel'),
      icon: submitIcon,
      describedBy: NO_ARGUMENTS,
      isEnabled: () => model.canSubmit,
      execute: async () => {
        sidebar.show(SUBMIT_PANEL);
        await model.submit();
      }
    });
    commands.addCommand(CommandIDs.open, {
      label: trans.__('Show Submit Panel'),
      icon: submitIcon,
      describedBy: NO_ARGUMENTS,
      execute: () => {
        sidebar.show(SUBMIT_PANEL);
      }
    });
    commands.addCommand(CommandIDs.showAs, {
      label: trans.__('Show Submit as Code…'),
      describedBy: NO_ARGUMENTS,
      isEnabled: () => model.info !== null,
      execute: showAs
    });
    // A click with the right button does not select the cell.
    const cellOf = ({ atPointer }: ReadonlyPartialJSONObject): Element | undefined =>
      atPointer === true
        ? app.contextMenuHitTest(node => node.classList.contains('jp-Cell'))
        : undefined;
    commands.addCommand(CommandIDs.tagParameters, {
      label: trans.__('Parameters of a Job'),
      caption: trans.__('The Submit panel shows the variables of this cell, and a job sets them'),
      describedBy: AT_POINTER,
      isEnabled: args => model.isParametersCell(cellOf(args)) !== null,
      isToggled: args => model.isParametersCell(cellOf(args)) === true,
      execute: args => {
        model.toggleParametersCell(cellOf(args));
      }
    });
    model.changed.connect(() => {
      for (const command of [CommandIDs.submit, CommandIDs.showAs, CommandIDs.tagParameters]) {
        commands.notifyCommandChanged(command);
      }
    });
    for (const command of [
      CommandIDs.submit,
      CommandIDs.open,
      CommandIDs.showAs,
      CommandIDs.tagParameters
    ]) {
      palette?.addItem({ command, category: trans.__('Carry') });
    }
  }
};

/** Adds the entry in the file browser's context menu. */
export const fileBrowserPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-carry:file-browser',
  description: 'Opens a notebook for submission from the file browser.',
  autoStart: true,
  requires: [ICarrySidebar, IFileBrowserFactory],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    sidebar: ICarrySidebar,
    browsers: IFileBrowserFactory,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(DOMAIN);
    app.commands.addCommand(CommandIDs.openFile, {
      label: trans.__('Submit as a Job…'),
      icon: submitIcon,
      describedBy: NO_ARGUMENTS,
      execute: async () => {
        const [item] = browsers.tracker.currentWidget?.selectedItems() ?? [];
        if (item?.type !== 'notebook') return;
        await app.commands.execute('docmanager:open', { path: item.path });
        sidebar.show(SUBMIT_PANEL);
      }
    });
  }
};
