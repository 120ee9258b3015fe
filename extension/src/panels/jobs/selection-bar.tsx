import type { TranslationBundle } from '@jupyterlab/translation';
import type { JobSummary } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { runsFor, type BulkVerb } from './bulk-work.js';
import type { JobActions } from './job-actions.js';
import { COMPARED } from './run-selection.js';

interface Props {
  /** The chosen runs, as they are now. */
  runs: readonly JobSummary[];
  canCompare: boolean;
  /** True while the list shows the archived runs. */
  isArchive: boolean;
  actions: Pick<JobActions, 'compare' | 'bulk'>;
  onClear: () => void;
  trans: TranslationBundle;
}

/** What can be done with the chosen runs; nothing while none is chosen. */
export function SelectionBar(props: Props): ReactNode {
  const { runs, canCompare, isArchive, actions, onClear, trans } = props;
  if (runs.length === 0) return null;
  const verbs: [BulkVerb, string][] = [
    ['pin', trans.__('Pin')],
    ['cancel', trans.__('Cancel…')],
    isArchive ? ['restore', trans.__('Restore')] : ['archive', trans.__('Archive')],
    ['delete', trans.__('Delete…')]
  ];
  return (
    <div className="carry-SelectionBar" role="group" aria-label={trans.__('Chosen runs')}>
      <button
        type="button"
        className="carry-Button carry-mod-primary"
        disabled={!canCompare}
        onClick={() => {
          actions.compare(runs.map(({ name }) => name));
        }}
      >
        {trans.__('Compare (%1)', runs.length)}
      </button>
      {verbs
        .filter(([verb]) => runsFor(verb, runs).length > 0)
        .map(([verb, label]) => (
          <button
            key={verb}
            type="button"
            className={`carry-Button ${verb === 'delete' ? 'carry-mod-warn' : ''}`}
            onClick={() => {
              actions.bulk(verb, runs);
            }}
          >
            {label}
          </button>
        ))}
      <button type="button" className="carry-Link" onClick={onClear}>
        {trans.__('Clear')}
      </button>
      {!canCompare && (
        <span className="carry-mod-faint" role="status">
          {trans.__('Choose %1 to %2 runs to compare them', COMPARED.least, COMPARED.most)}
        </span>
      )}
    </div>
  );
}
