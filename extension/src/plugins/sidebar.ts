import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { DOMAIN } from '../commands.js';
import { Introduction } from '../introduction.js';
import { SUBMIT_PANEL } from '../panels/submit/index.js';
import { UserSettings } from '../parts/user-settings.js';
import { SIDEBAR_DEFAULTS } from '../settings.js';
import { Sidebar } from '../sidebar.js';
import { ICarrySidebar } from '../tokens.js';

const ID = 'jupyterlab-carry:sidebar';

/** Adds the sidebar, without panels. */
export const sidebarPlugin: JupyterFrontEndPlugin<ICarrySidebar> = {
  id: ID,
  description: 'Adds the Carry sidebar.',
  autoStart: true,
  provides: ICarrySidebar,
  optional: [ILayoutRestorer, ISettingRegistry, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    restorer: ILayoutRestorer | null,
    registry: ISettingRegistry | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(DOMAIN);
    const settings = new UserSettings(SIDEBAR_DEFAULTS, registry, ID);
    const introduction = new Introduction(settings, trans, () => {
      sidebar.showPanel(SUBMIT_PANEL);
    });
    const sidebar = new Sidebar(trans, introduction);
    app.shell.add(sidebar, 'left', { rank: 550, type: 'Carry' });
    restorer?.add(sidebar, sidebar.id);
    return {
      add: (panel, rank) => {
        sidebar.addPanel(panel, rank);
      },
      show: id => {
        sidebar.showPanel(id);
        app.shell.activateById(sidebar.id);
      }
    };
  }
};
