import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { Notice } from '../../parts/notice.js';
import { useModel } from '../../parts/use-model.js';
import { failingCell } from './failing-cell.js';
import type { RunNotebookModel } from './model.js';

export interface RunNotebookActions {
  /** Shows the run in the sidebar. */
  showRun: () => void;
  /** Opens a copy that can be edited and run. */
  openCopy: () => void;
  /** Scrolls to a cell. */
  showCell: (index: number) => void;
}

/** Says above the notebook whose it is, that it cannot be edited, and what can be done. */
export function RunNotebookHead(props: {
  model: RunNotebookModel;
  actions: RunNotebookActions;
  trans: TranslationBundle;
}): ReactNode {
  const { model, actions, trans } = props;
  useModel(model);
  const failing = model.notebook ? failingCell(model.notebook) : -1;
  return (
    <div className="carry-RunNotebook-head">
      <span className="carry-RunNotebook-text" role="status">
        {stateOf(model, trans)}
      </span>
      {failing >= 0 && (
        <Action
          label={trans.__('Show the failing cell')}
          run={() => {
            actions.showCell(failing);
          }}
        />
      )}
      <Action label={trans.__('Show run')} run={actions.showRun} />
      {model.path !== null && (
        <Action label={trans.__('Open a copy to edit')} run={actions.openCopy} />
      )}
      {model.error && <Notice kind="error">{model.error.message}</Notice>}
    </div>
  );
}

function Action({ label, run }: { label: string; run: () => void }): ReactNode {
  return (
    <button type="button" className="carry-Link" onClick={run}>
      {label}
    </button>
  );
}

function stateOf({ finished, notebook }: RunNotebookModel, trans: TranslationBundle): string {
  if (finished === null) return trans.__('Reading the notebook of the run…');
  if (notebook === null)
    return finished
      ? trans.__('This run has saved no notebook.')
      : trans.__('The notebook appears here when the run starts its first cell.');
  return finished
    ? trans.__('Read-only: the notebook as the run has executed it.')
    : trans.__('Read-only: the run is executing this notebook.');
}
