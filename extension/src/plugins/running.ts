import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { IRunningSessionManagers, type IRunningSessions } from '@jupyterlab/running';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import type { JobSummary } from '@carry-ml/bridge';
import { DOMAIN } from '../commands.js';
import { carryIcon } from '../icons.js';
import { JOBS_PANEL } from '../panels/jobs/index.js';
import { statusWord } from '../panels/jobs/status-word.js';
import { unfinishedJobs } from '../panels/jobs/unfinished-jobs.js';
import { ServiceError } from '../service/service-error.js';
import { ICarryJobs, ICarryService, ICarrySidebar } from '../tokens.js';

/** Lists the jobs that have not ended among JupyterLab's running terminals and kernels. */
export const runningPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-carry:running',
  description: 'Lists unfinished runs among what runs in JupyterLab.',
  autoStart: true,
  requires: [ICarryJobs, ICarryService, ICarrySidebar],
  optional: [IRunningSessionManagers, ITranslator],
  activate: (
    _app: JupyterFrontEnd,
    jobs: ICarryJobs,
    service: ICarryService,
    sidebar: ICarrySidebar,
    managers: IRunningSessionManagers | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(DOMAIN);
    const cancel = async (job: JobSummary): Promise<void> => {
      try {
        await service.cancel(job.name);
      } catch (e) {
        const { message } = ServiceError.from(e);
        Notification.error(trans.__('“%1” was not canceled: %2', job.displayName, message));
      }
    };
    const itemOf = (job: JobSummary): IRunningSessions.IRunningItem => ({
      icon: () => carryIcon,
      label: () => job.displayName,
      labelTitle: () => `${job.name}\n${statusWord(job.status, trans)}`,
      detail: () => statusWord(job.status, trans),
      open: () => {
        jobs.select(job.name);
        sidebar.show(JOBS_PANEL);
      },
      shutdown: () => void cancel(job)
    });
    managers?.add({
      ...words(trans),
      running: () => unfinishedJobs(jobs.jobs).map(itemOf),
      runningChanged: jobs.changed,
      // The bridge sends every change by itself.
      refreshRunning: () => undefined,
      shutdownAll: () => {
        for (const job of unfinishedJobs(jobs.jobs)) void cancel(job);
      }
    });
  }
};

function words(trans: TranslationBundle) {
  return {
    name: trans.__('Carry Runs'),
    shutdownLabel: trans.__('Cancel'),
    shutdownAllLabel: trans.__('Cancel All'),
    shutdownAllConfirmationText: trans.__(
      'Cancel all unfinished runs of the workspace? Every process that they have started is ended.'
    )
  };
}
