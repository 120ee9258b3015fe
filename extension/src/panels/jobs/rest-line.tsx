import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import type { RunList } from './run-list.js';

/** What follows the runs of a group that are read: why there are none yet, or a button that reads more. */
export function RestLine(props: {
  list: RunList;
  /** How many runs are not read. */
  left: number;
  isTabStop: boolean;
  trans: TranslationBundle;
}): ReactNode {
  const { list, left, isTabStop, trans } = props;
  if (list.error) return <p className="carry-Hint carry-RestLine">{list.error.message}</p>;
  if (!list.loaded) return <p className="carry-Hint carry-RestLine">{trans.__('Searching…')}</p>;
  return (
    <button
      type="button"
      className="carry-Link carry-RestLine"
      tabIndex={isTabStop ? 0 : -1}
      onClick={() => void list.readMore()}
    >
      {left > 0
        ? trans._n('Show more (%1 left)', 'Show more (%1 left)', left)
        : trans.__('Show more')}
    </button>
  );
}
