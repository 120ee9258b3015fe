import type { KeyboardEvent } from 'react';

/** Moves the focus between the controls of a list that match a selector: arrow keys, Home and End. */
export function moveFocus(event: KeyboardEvent<HTMLElement>, selector: string): void {
  const controls = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const at = controls.indexOf(event.target as HTMLElement);
  const next = at === -1 ? undefined : controls[target(event.key, at, controls.length)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** Where a key moves the focus to; -1 for other keys. */
function target(key: string, at: number, count: number): number {
  switch (key) {
    case 'ArrowDown':
      return at + 1;
    case 'ArrowUp':
      return at - 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return -1;
  }
}
