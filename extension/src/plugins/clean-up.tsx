import { Dialog, ReactWidget, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { RetentionQuery } from '@carry-ml/bridge';
import type { ReactElement } from 'react';
import { retentionNotes, retentionRule } from '../panels/jobs/retention-texts.js';
import type { ICarryService } from '../tokens.js';
import type { BulkActions } from './bulk-actions.js';

/** What the dialog proposes. */
const PROPOSED: RetentionQuery = { days: 30, keep: 10 };

/** The largest numbers that the bridge accepts. */
const MOST: RetentionQuery = { days: 36_500, keep: 1_000_000 };

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
    const rule = retentionRule(value, trans);
    const notes = retentionNotes(found, trans);
    return {
      runs: found.runs,
      notes: [trans.__('Chosen by the rule: %1', rule), ...notes],
      none: [trans.__('No run to delete. Searched for: %1', rule), ...notes].join(' ')
    };
  });
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
          required
          min={0}
          max={MOST[name]}
          step={1}
          defaultValue={this.value[name]}
          onChange={({ target }) => {
            // The dialog cannot be accepted while a field is invalid; the browser says why.
            if (target.reportValidity()) this.value[name] = target.valueAsNumber;
          }}
        />
      </label>
    );
  }
}
