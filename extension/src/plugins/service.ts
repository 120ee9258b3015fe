import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { DOMAIN } from '../commands.js';
import { CarryService } from '../service/carry-service.js';
import { ICarryService } from '../tokens.js';

/** The connection to the bridge, shared by all panels. */
export const servicePlugin: JupyterFrontEndPlugin<ICarryService> = {
  id: 'jupyterlab-carry:service',
  description: 'Talks to the Carry bridge of this Jupyter server.',
  autoStart: true,
  provides: ICarryService,
  optional: [ITranslator],
  activate: (app: JupyterFrontEnd, translator: ITranslator | null) => {
    const trans = (translator ?? nullTranslator).load(DOMAIN);
    const service = new CarryService(app.serviceManager.serverSettings, trans);
    // The bridge starts with the first request: not before the page is there for the user.
    void app.restored.then(() => {
      service.events.start();
    });
    return service;
  }
};
