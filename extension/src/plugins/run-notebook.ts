import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { showErrorMessage, WidgetTracker } from '@jupyterlab/apputils';
import { IEditorServices } from '@jupyterlab/codeeditor';
import { NotebookPanel } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import { CommandIDs, DOMAIN } from '../commands.js';
import { JOBS_PANEL } from '../panels/jobs/index.js';
import { RunNotebook } from '../panels/run-notebook/index.js';
import { RunNotebookModel } from '../panels/run-notebook/model.js';
import { ServiceError } from '../service/service-error.js';
import { ICarryJobs, ICarryService, ICarrySidebar } from '../tokens.js';

/** The arguments of the command that opens the notebook of a run. */
interface OpenArguments {
  run?: string;
  /** The name for display of the run. */
  label?: string;
  atFailure?: boolean;
}

/** Shows the executed notebooks of runs in tabs, live and read-only. */
export const runNotebookPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-carry:run-notebook',
  description: 'Shows the executed notebook of a run while it fills in.',
  autoStart: true,
  requires: [
    ICarryService,
    ICarrySidebar,
    ICarryJobs,
    NotebookPanel.IContentFactory,
    IEditorServices,
    IRenderMimeRegistry
  ],
  optional: [ILayoutRestorer, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    service: ICarryService,
    sidebar: ICarrySidebar,
    jobs: ICarryJobs,
    contentFactory: NotebookPanel.IContentFactory,
    editors: IEditorServices,
    rendermime: IRenderMimeRegistry,
    restorer: ILayoutRestorer | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(DOMAIN);
    const { mimeTypeService } = editors;
    const parts = { contentFactory, mimeTypeService, translator: translator ?? undefined };
    const tracker = new WidgetTracker<RunNotebook>({ namespace: 'carry-run-notebook' });

    const open = (run: string, label: string): RunNotebook => {
      const widget = new RunNotebook({
        model: new RunNotebookModel(service, run, trans),
        // Each notebook has its own registry, because a document may add renderers to it.
        parts: { ...parts, rendermime: rendermime.clone() },
        label,
        actions: {
          showRun: () => {
            jobs.select(run);
            sidebar.show(JOBS_PANEL);
          },
          openCopy: () => void openCopy(app, service, run, trans)
        },
        trans
      });
      void tracker.add(widget);
      app.shell.add(widget, 'main', { type: 'Carry' });
      return widget;
    };

    app.commands.addCommand(CommandIDs.openRunNotebook, {
      label: trans.__('Open the Notebook of a Run'),
      describedBy: {
        args: {
          type: 'object',
          properties: {
            run: { type: 'string', description: trans.__('Id of the run') },
            label: { type: 'string', description: trans.__('Name of the run for display') },
            atFailure: {
              type: 'boolean',
              description: trans.__('Whether to scroll to the cell that failed')
            }
          },
          required: ['run']
        }
      },
      execute: args => {
        const { run, label = run, atFailure = false } = args as OpenArguments;
        if (run === undefined) return;
        const widget = tracker.find(one => one.run === run) ?? open(run, label ?? run);
        app.shell.activateById(widget.id);
        if (atFailure) widget.showFailure();
      }
    });
    void restorer?.restore(tracker, {
      command: CommandIDs.openRunNotebook,
      args: ({ run, label }) => ({ run, label }),
      name: ({ run }) => run
    });
  }
};

async function openCopy(
  app: JupyterFrontEnd,
  service: ICarryService,
  run: string,
  trans: TranslationBundle
): Promise<void> {
  try {
    await app.commands.execute('docmanager:open', { ...(await service.open(run)) });
  } catch (e) {
    await showErrorMessage(trans.__('The copy could not be opened'), ServiceError.from(e).message);
  }
}
