import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { DOMAIN } from '../commands.js';
import { Sidebar } from '../sidebar.js';
import { ICarrySidebar } from '../tokens.js';

/** Adds the sidebar, without panels. */
export const sidebarPlugin: JupyterFrontEndPlugin<ICarrySidebar> = {
  id: 'jupyterlab-carry:sidebar',
  description: 'Adds the Carry sidebar.',
  autoStart: true,
  provides: ICarrySidebar,
  optional: [ILayoutRestorer, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    restorer: ILayoutRestorer | null,
    translator: ITranslator | null
  ) => {
    const sidebar = new Sidebar((translator ?? nullTranslator).load(DOMAIN));
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
