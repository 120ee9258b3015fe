import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { useCurrent } from '../../parts/use-current.js';
import { COMPARED, type RunSelection } from './run-selection.js';

/** Compares the chosen runs; nothing while none is chosen. */
export function CompareBar(props: {
  selection: RunSelection;
  onCompare: (runs: string[]) => void;
  trans: TranslationBundle;
}): ReactNode {
  const { selection, onCompare, trans } = props;
  const names = useCurrent(selection, ({ names }) => names);
  const { canCompare } = selection;
  if (names.length === 0) return null;
  return (
    <div className="carry-CompareBar" role="group" aria-label={trans.__('Chosen runs')}>
      <button
        type="button"
        className="carry-Button carry-mod-primary"
        disabled={!canCompare}
        onClick={() => {
          onCompare([...names]);
        }}
      >
        {trans.__('Compare (%1)', names.length)}
      </button>
      <button
        type="button"
        className="carry-Link"
        onClick={() => {
          selection.clear();
        }}
      >
        {trans.__('Clear')}
      </button>
      {!canCompare && (
        <span className="carry-mod-faint" role="status">
          {trans.__('Choose %1 to %2 runs', COMPARED.least, COMPARED.most)}
        </span>
      )}
    </div>
  );
}
