import type { TranslationBundle } from '@jupyterlab/translation';
import type { RunGroup } from '@carry-ml/bridge';
import type { ReactNode } from 'react';

/** The head of a group of runs, which opens and closes it; the arrow keys right and left do so too. */
export function GroupLine(props: {
  group: RunGroup;
  isOpen: boolean;
  /** How many of its runs are among the pinned ones. */
  pinned: number;
  /** False if there are more runs than are counted. */
  isComplete: boolean;
  isTabStop: boolean;
  onToggle: () => void;
  trans: TranslationBundle;
}): ReactNode {
  const { group, isOpen, pinned, isComplete, isTabStop, onToggle, trans } = props;
  const { key, count, unfinished } = group;
  const facts = [
    isComplete
      ? trans._n('%1 run', '%1 runs', count)
      : trans._n('at least %1 run', 'at least %1 runs', count),
    ...(unfinished > 0 ? [trans._n('%1 unfinished', '%1 unfinished', unfinished)] : []),
    ...(pinned > 0 ? [trans._n('%1 pinned', '%1 pinned', pinned)] : [])
  ];
  return (
    <button
      type="button"
      className="carry-GroupLine"
      aria-expanded={isOpen}
      tabIndex={isTabStop ? 0 : -1}
      onClick={onToggle}
      onKeyDown={event => {
        if (event.key === (isOpen ? 'ArrowLeft' : 'ArrowRight')) onToggle();
      }}
    >
      <svg className="carry-GroupLine-caret" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M6 4l4 4-4 4" />
      </svg>
      <span className="carry-GroupLine-name" title={key}>
        {key === '' ? trans.__('No notebook') : key}
      </span>
      <span className="carry-GroupLine-count">{facts.join(' · ')}</span>
    </button>
  );
}
