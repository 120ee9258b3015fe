import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { DOMAIN } from '../commands.js';
import { CarryService } from '../service/carry-service.js';
import { ICarryService } from '../tokens.js';

/** Provides the connection to the bridge, which all panels share. */
export const servicePlugin: JupyterFrontEndPlugin<ICarryService> = {
  id: 'jupyterlab-carry:service',
  description: 'Talks to the Carry bridge of this Jupyter server.',
  autoStart: true,
  provides: ICarryService,
  optional: [ITranslator],
  activate: (app: JupyterFrontEnd, translator: ITranslator | null) => {
    const trans = (translator ?? nullTranslator).load(DOMAIN);
    const service = new CarryService(app.serviceManager.serverSettings, trans);
    // The first request starts the bridge, so it waits until the page is ready.
    void app.restored.then(() => {
      service.events.start();
    });
    return service;
  }
};
