import type { KeyboardEvent, ReactNode } from 'react';

/** One tab; its id is the id of the panel that it shows. */
export interface Tab {
  id: string;
  label: string;
}

/** A row of tabs that follows the ARIA pattern: one tab stop; arrow keys, Home and End select. */
export function Tabs(props: {
  tabs: readonly Tab[];
  current: string;
  label: string;
  className?: string;
  onSelect: (id: string) => void;
}): ReactNode {
  const { tabs, current, onSelect } = props;
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const at = tabs.findIndex(({ id }) => id === current);
    const to = target(event.key, at, tabs.length);
    const next = to === null ? undefined : tabs[to];
    if (!next) return;
    event.preventDefault();
    onSelect(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <div
      role="tablist"
      aria-label={props.label}
      className={`carry-Tabs ${props.className ?? ''}`}
      onKeyDown={onKeyDown}
    >
      {tabs.map(({ id, label }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`${id}-tab`}
          data-tab={id}
          aria-selected={id === current}
          aria-controls={id}
          tabIndex={id === current ? 0 : -1}
          className="carry-Tab"
          onClick={() => {
            onSelect(id);
          }}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

function target(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowLeft':
      return (at + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
