import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { CurveSwatch } from '../../charts/curve-swatch.js';
import { StatusMark, toneOf } from '../../parts/status-mark.js';
import { statusWord } from '../jobs/status-word.js';
import type { ComparedColumn } from './model.js';

/** The head of a run's column: its line in the charts, its name, and its status or why it cannot be read. */
export function RunHeading(props: {
  column: ComparedColumn;
  name: string;
  look: number;
  onShowRun: (run: string) => void;
  trans: TranslationBundle;
}): ReactNode {
  const { column, name, look, onShowRun, trans } = props;
  const { run, error } = column;
  return (
    <th scope="col" className={`carry-mod-${toneOf(run?.status ?? '')}`}>
      <span className="carry-Compare-run">
        <CurveSwatch look={look} />
        <button
          type="button"
          className="carry-Link"
          title={trans.__('Show the run %1', column.name)}
          onClick={() => {
            onShowRun(column.name);
          }}
        >
          {name}
        </button>
      </span>
      {run && (
        <span className="carry-Compare-status">
          <StatusMark status={run.status} />
          {statusWord(run.status, trans)}
          {run.isDeleted && ` · ${trans.__('deleted')}`}
        </span>
      )}
      {error && (
        <span className="carry-Compare-error" role="alert">
          {error.message}
        </span>
      )}
    </th>
  );
}
