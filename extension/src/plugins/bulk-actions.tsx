import { Dialog, Notification, showDialog, showErrorMessage } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { JobSummary } from '@carry-ml/bridge';
import type { ReactElement } from 'react';
import { deletionTexts, namesText, outcomeText, progressText } from '../panels/jobs/bulk-texts.js';
import { bulkWork, runsFor, type BulkVerb } from '../panels/jobs/bulk-work.js';
import type { JobsModel } from '../panels/jobs/model.js';
import { ServiceError } from '../service/service-error.js';
import type { ICarryService } from '../tokens.js';

/** How long the end of the work can be undone by its notification. */
const UNDO_MS = 20_000;

/** Runs that are deleted once the user has confirmed it. */
interface RunsToDelete {
  runs: JobSummary[];
  /** Why these, and what else there is to know. */
  notes: string[];
  /** Says that there are none. */
  none: string;
}

/** Asks whether to do something with several runs, does it and tells how it goes. */
export class BulkActions {
  constructor(
    private readonly service: ICarryService,
    private readonly model: Pick<JobsModel, 'overview' | 'selection'>,
    private readonly trans: TranslationBundle
  ) {}

  async run(verb: BulkVerb, chosen: readonly JobSummary[]): Promise<void> {
    const runs = runsFor(verb, chosen);
    if (runs.length === 0) return;
    try {
      if (!(await this.isConfirmed(verb, runs, chosen.length - runs.length))) return;
    } catch (e) {
      await this.showUnread(e);
      return;
    }
    await this.perform(verb, runs);
  }

  /** Finds runs and deletes them after the user has seen which. */
  async delete(find: () => Promise<RunsToDelete>): Promise<void> {
    try {
      const { runs, notes, none } = await find();
      if (runs.length === 0) {
        Notification.emit(none, 'info', { autoClose: 10_000 });
      } else if (await this.isDeletionConfirmed(runs, notes)) {
        await this.perform('delete', runs);
      }
    } catch (e) {
      await this.showUnread(e);
    }
  }

  private async showUnread(e: unknown): Promise<void> {
    const { message } = ServiceError.from(e);
    await showErrorMessage(this.trans.__('The runs could not be read'), message);
  }

  /** Does the work for each run, behind a notification that counts. */
  private async perform(verb: BulkVerb, runs: readonly JobSummary[]): Promise<void> {
    const { trans, model } = this;
    const id = Notification.emit(progressText(verb, 0, runs.length, trans), 'in-progress', {
      autoClose: false,
      progress: 0
    });
    const outcome = await bulkWork(runs, this.workOf(verb), ended => {
      const message = progressText(verb, ended, runs.length, trans);
      Notification.update({ id, message, progress: ended / runs.length });
    });
    const actions = this.undoOf(verb, outcome.done);
    Notification.update({
      id,
      message: outcomeText(verb, outcome, trans),
      type: outcome.failed.length > 0 ? 'error' : 'success',
      autoClose: outcome.failed.length > 0 ? false : UNDO_MS,
      progress: 1,
      actions
    });
    model.selection.remove(outcome.done.map(({ name }) => name));
    await model.overview.refresh();
  }

  private workOf(verb: BulkVerb): (run: string) => Promise<unknown> {
    const { service } = this;
    const works: Record<BulkVerb, (run: string) => Promise<unknown>> = {
      cancel: run => service.cancel(run),
      archive: run => service.archive(run, true),
      restore: run => service.archive(run, false),
      delete: run => service.deleteRun(run),
      pin: run => service.pin(run, true)
    };
    return works[verb];
  }

  /** An archived run can be restored, and so can an interactive one that was deleted. */
  private undoOf(verb: BulkVerb, done: readonly JobSummary[]): Notification.IAction[] {
    const { trans } = this;
    const undo = (label: string, work: () => Promise<void>): Notification.IAction[] => [
      { label, callback: () => void work() }
    ];
    if (verb === 'archive' && done.length > 0) {
      return undo(trans.__('Undo'), () => this.perform('restore', done));
    }
    const restorable = done.filter(({ kind }) => kind === 'interactive');
    if (verb !== 'delete' || restorable.length === 0) return [];
    const label =
      restorable.length === done.length
        ? trans.__('Undo')
        : trans._n('Restore %1 interactive run', 'Restore %1 interactive runs', restorable.length);
    return undo(label, () => this.undelete(restorable));
  }

  private async undelete(runs: readonly JobSummary[]): Promise<void> {
    const { service, model, trans } = this;
    const outcome = await bulkWork(
      runs,
      run => service.restoreRun(run),
      () => undefined
    );
    const message = outcomeText('restore', outcome, trans);
    Notification.emit(message, outcome.failed.length > 0 ? 'error' : 'success', {
      autoClose: outcome.failed.length > 0 ? false : 5000
    });
    await model.overview.refresh();
  }

  /** Asks before anything is lost. `left` of the chosen runs are not affected. */
  private async isConfirmed(
    verb: BulkVerb,
    runs: readonly JobSummary[],
    left: number
  ): Promise<boolean> {
    const { trans } = this;
    if (verb === 'cancel') {
      return ask(
        trans._n('Cancel %1 run?', 'Cancel %1 runs?', runs.length),
        [
          this.names(runs),
          trans.__('They stop. The files and metrics that they have saved are kept.')
        ],
        trans.__('Cancel runs'),
        trans.__('Keep running')
      );
    }
    if (verb !== 'delete') return true;
    const unfinished = trans._n(
      '%1 run has not ended and is left: cancel it first.',
      '%1 runs have not ended and are left: cancel them first.',
      left
    );
    return this.isDeletionConfirmed(runs, left > 0 ? [unfinished] : []);
  }

  private async isDeletionConfirmed(
    runs: readonly JobSummary[],
    notes: readonly string[]
  ): Promise<boolean> {
    const { trans, service } = this;
    const preview = await service.deletionPreview(runs.map(({ name }) => name));
    return ask(
      trans._n('Delete %1 run?', 'Delete %1 runs?', runs.length),
      [this.names(runs), ...deletionTexts(runs, preview, trans), ...notes],
      trans.__('Delete'),
      trans.__('Keep')
    );
  }

  private names(runs: readonly JobSummary[]): string {
    return namesText(
      runs.map(({ displayName }) => displayName),
      this.trans
    );
  }
}

async function ask(
  title: string,
  texts: readonly string[],
  accept: string,
  keep: string
): Promise<boolean> {
  const { button } = await showDialog({
    title,
    body: <Texts texts={texts} />,
    buttons: [Dialog.cancelButton({ label: keep }), Dialog.warnButton({ label: accept })],
    // Enter, pressed in haste, loses nothing.
    defaultButton: 0
  });
  return button.accept;
}

function Texts({ texts }: { texts: readonly string[] }): ReactElement {
  return (
    <div>
      {texts.map((text, i) => (
        <p key={i}>{text}</p>
      ))}
    </div>
  );
}
