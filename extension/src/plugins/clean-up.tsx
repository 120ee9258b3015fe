import { Dialog, ReactWidget, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ExpiredRuns, RetentionQuery } from '@carry-ml/bridge';
import type { ReactElement } from 'react';
import type { ICarryService } from '../tokens.js';
import type { BulkActions } from './bulk-actions.js';

/** What the dialog proposes. */
const PROPOSED: RetentionQuery = { days: 30, keep: 10 };

/** Asks which runs are too old, and deletes them after they were shown: pinned runs and those with models are never among them. */
export async function cleanUp(
  service: ICarryService,
  bulk: BulkActions,
  trans: TranslationBundle
): Promise<void> {
  const { button, value } = await showDialog({
    title: trans.__('Clean up runs'),
    body: new RetentionBody(trans),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Close') }),
      Dialog.okButton({ label: trans.__('Show what would be deleted') })
    ]
  });
  if (!button.accept || !value) return;
  await bulk.delete(async () => {
    const found = await service.expiredRuns(value);
    return { runs: found.runs, notes: notesOf(found, trans) };
  });
}

/** Says what is kept although it is old. */
function notesOf(
  { pinned, withModels, isComplete }: ExpiredRuns,
  trans: TranslationBundle
): string[] {
  return [
    ...(pinned > 0 ? [trans._n('%1 pinned run is kept.', '%1 pinned runs are kept.', pinned)] : []),
    ...(withModels > 0
      ? [
          trans._n(
            '%1 run with a registered model is kept.',
            '%1 runs with a registered model are kept.',
            withModels
          )
        ]
      : []),
    ...(isComplete ? [] : [trans.__('There are more: clean up again for the rest.')])
  ];
}

/** The two numbers of the dialog. */
class RetentionBody extends ReactWidget {
  private readonly value = { ...PROPOSED };

  constructor(private readonly trans: TranslationBundle) {
    super();
    this.addClass('carry-Retention');
  }

  getValue(): RetentionQuery {
    return this.value;
  }

  protected override render(): ReactElement {
    const { trans } = this;
    return (
      <>
        {this.field('days', trans.__('Delete runs that ended more than this many days ago'))}
        {this.field('keep', trans.__('Keep the newest runs of each notebook, at least this many'))}
        <p>
          {trans.__(
            'Pinned runs, runs that have not ended and runs with a registered model are never deleted.'
          )}
        </p>
      </>
    );
  }

  private field(name: keyof RetentionQuery, label: string): ReactElement {
    return (
      <label className="carry-Retention-field">
        {label}
        <input
          type="number"
          className="jp-mod-styled"
          min={0}
          step={1}
          defaultValue={this.value[name]}
          onChange={({ target }) => {
            // An empty or wrong field has no number: what it had before counts, and is shown next.
            if (target.validity.valid && target.value !== '')
              this.value[name] = target.valueAsNumber;
          }}
        />
      </label>
    );
  }
}
