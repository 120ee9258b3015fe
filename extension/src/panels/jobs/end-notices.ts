import type { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { JobSummary } from '@carry-ml/bridge';

/** A run that ends within this time of the one before shares its notification. */
const GROUP_MS = 5000;

/** Shows a run in the Runs panel; null shows the list. */
type Show = (run: string | null) => void;

/**
 * Notifies the user that runs have ended: one notification for those that end within a few seconds of each other. A newer one
 * replaces the older one, unless that tells of a failure.
 */
export class EndNotices {
  private id = '';
  private runs: JobSummary[] = [];
  private lastEnd = -Infinity;

  constructor(
    private readonly notifications: Pick<
      typeof Notification.manager,
      'notify' | 'update' | 'dismiss'
    >,
    private readonly show: Show,
    private readonly trans: TranslationBundle,
    private readonly now: () => number = Date.now
  ) {}

  /** Adds a run that has ended. Whoever cancels a run knows that it ends. */
  add(run: JobSummary): void {
    if (run.status !== 'Completed' && run.status !== 'Failed') return;
    const belongs = this.now() - this.lastEnd < GROUP_MS;
    this.lastEnd = this.now();
    if (belongs) {
      const runs = [...this.runs, run];
      // The user may have dismissed it.
      if (this.notifications.update({ id: this.id, ...this.notice(runs) })) {
        this.runs = runs;
        return;
      }
    } else if (this.runs.every(({ status }) => status === 'Completed')) {
      this.notifications.dismiss(this.id);
    }
    this.runs = [run];
    const { message, type, actions } = this.notice(this.runs);
    this.id = this.notifications.notify(message, type, { actions });
  }

  private notice(runs: readonly JobSummary[]) {
    const [only] = runs;
    const isOne = only !== undefined && runs.length === 1;
    const target = isOne ? only.name : null;
    const action = {
      label: isOne ? this.trans.__('Show Run') : this.trans.__('Show Runs'),
      callback: () => {
        this.show(target);
      }
    };
    const hasFailure = runs.some(({ status }) => status === 'Failed');
    return {
      message: isOne ? endOfOne(only, this.trans) : endOfSeveral(runs, this.trans),
      type: hasFailure ? ('error' as const) : ('success' as const),
      actions: [action]
    };
  }
}

function endOfOne(run: JobSummary, trans: TranslationBundle): string {
  const { displayName, status, reason } = run;
  if (status === 'Completed') return trans.__('“%1” has completed.', displayName);
  const why = reason ?? trans.__('The reason is unknown.');
  return trans.__('“%1” has failed. %2', displayName, why);
}

function endOfSeveral(runs: readonly JobSummary[], trans: TranslationBundle): string {
  const failed = runs.filter(({ status }) => status === 'Failed').length;
  const completed = runs.length - failed;
  if (completed === 0) return trans._n('%1 run has failed.', '%1 runs have failed.', failed);
  const done = trans._n('%1 run has completed', '%1 runs have completed', completed);
  if (failed === 0) return trans.__('%1.', done);
  return trans.__('%1, %2.', done, trans._n('%1 has failed', '%1 have failed', failed));
}
