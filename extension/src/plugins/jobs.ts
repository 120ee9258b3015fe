import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Dialog, ICommandPalette, Notification, showDialog } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import type { JobSummary } from '@carry-ml/bridge';
import { ChartSettings } from '../charts/chart-settings.js';
import { CommandIDs, DOMAIN, NO_ARGUMENTS } from '../commands.js';
import { carryIcon } from '../icons.js';
import { JOBS_PANEL, jobsPanel } from '../panels/jobs/index.js';
import type { BulkVerb } from '../panels/jobs/bulk-work.js';
import { EndNotices } from '../panels/jobs/end-notices.js';
import { JobsModel } from '../panels/jobs/model.js';
import { SubmittedRuns } from '../panels/jobs/submitted-runs.js';
import { RUNS_DEFAULTS } from '../settings.js';
import { browserStorage } from '../parts/browser-storage.js';
import { keepChoice, storedChoice } from '../parts/keep-choice.js';
import { saveAs } from '../parts/save-as.js';
import { UserSettings } from '../parts/user-settings.js';
import { ICarryJobs, ICarryService, ICarrySidebar } from '../tokens.js';

const ID = 'jupyterlab-carry:jobs';

/** Adds the Runs panel, and the notification when a run has ended. */
export const jobsPlugin: JupyterFrontEndPlugin<ICarryJobs> = {
  id: ID,
  description: 'Lists runs and follows them live.',
  autoStart: true,
  provides: ICarryJobs,
  requires: [ICarryService, ICarrySidebar],
  optional: [ICommandPalette, ISettingRegistry, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    service: ICarryService,
    sidebar: ICarrySidebar,
    palette: ICommandPalette | null,
    settings: ISettingRegistry | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(DOMAIN);
    const { baseUrl } = app.serviceManager.serverSettings;
    // Servers of a JupyterHub share an origin, and with it the storage.
    const submitted = new SubmittedRuns(browserStorage, `jupyterlab-carry:submitted:${baseUrl}`);
    const userSettings = new UserSettings(RUNS_DEFAULTS, settings, ID);
    const charts = new ChartSettings(browserStorage);
    const model = new JobsModel(service, submitted, charts, userSettings, browserStorage);
    const openedRun = `jupyterlab-carry:run:${baseUrl}`;
    model.select(storedChoice(openedRun));
    keepChoice(model, openedRun, ({ selected }) => selected?.name ?? null);
    const actions = {
      cancel: () => void confirmCancel(model, trans),
      openNotebook: (atFailure: boolean) => {
        const { name: run, displayName: label } = model.selectedSummary ?? {};
        if (run !== undefined)
          void app.commands.execute(CommandIDs.openRunNotebook, { run, label, atFailure });
      },
      open: (path: string) => void openFile(app, model, path),
      download: (path: string) => void downloadCopy(app, model, path),
      fileUrl: (path: string) => service.fileUrl(model.selected?.name ?? '', path),
      compare: (runs: string[]) => void app.commands.execute(CommandIDs.compare, { runs }),
      cleanUp: () => void app.commands.execute(CommandIDs.cleanUpRuns),
      bulk: (verb: BulkVerb, runs: readonly JobSummary[]) =>
        void import('./bulk-actions.js').then(({ BulkActions }) =>
          new BulkActions(service, model, trans).run(verb, runs)
        )
    };
    sidebar.add(jobsPanel(model, actions, trans), 20);
    app.commands.addCommand(CommandIDs.showJobs, {
      label: trans.__('Show Runs'),
      icon: carryIcon,
      describedBy: NO_ARGUMENTS,
      execute: () => {
        sidebar.show(JOBS_PANEL);
      }
    });
    app.commands.addCommand(CommandIDs.cleanUpRuns, {
      label: trans.__('Clean Up Runs…'),
      caption: trans.__('Delete old runs, but none that is pinned or has a registered model'),
      describedBy: NO_ARGUMENTS,
      execute: async () => {
        const [{ BulkActions }, { cleanUp }] = await Promise.all([
          import('./bulk-actions.js'),
          import('./clean-up.js')
        ]);
        await cleanUp(service, new BulkActions(service, model, trans), trans);
      }
    });
    for (const command of [CommandIDs.showJobs, CommandIDs.cleanUpRuns])
      palette?.addItem({ command, category: trans.__('Carry') });

    const show = (run: string | null): void => {
      model.select(run);
      sidebar.show(JOBS_PANEL);
    };
    const notices = new EndNotices(Notification.manager, show, trans);
    model.finished.connect((_, run) => {
      if (userSettings.values.notifyOnEnd) notices.add(run);
    });
    return model;
  }
};

async function confirmCancel(model: JobsModel, trans: TranslationBundle): Promise<void> {
  const job = model.selectedSummary;
  if (!job) return;
  const { button } = await showDialog({
    title: trans.__('Cancel this run?'),
    body: trans.__(
      '“%1” stops. The files and metrics that it has saved are kept.',
      job.displayName
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Keep running') }),
      Dialog.warnButton({ label: trans.__('Cancel run') })
    ]
  });
  if (button.accept && model.selected?.name === job.name) await model.cancel();
}

async function openFile(app: JupyterFrontEnd, model: JobsModel, path: string): Promise<void> {
  const copy = await model.open(path);
  if (copy !== null) await app.commands.execute('docmanager:open', { path: copy });
}

async function downloadCopy(app: JupyterFrontEnd, model: JobsModel, path: string): Promise<void> {
  const copy = await model.open(path);
  if (copy === null) return;
  const url = await app.serviceManager.contents.getDownloadUrl(copy);
  saveAs(url, copy.slice(copy.lastIndexOf('/') + 1));
}
