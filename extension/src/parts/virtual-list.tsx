import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { UNSEEN, useVirtualRows } from './virtual-rows.js';

/** What a list of any length needs to draw only the rows in view. */
interface Props<T> {
  items: readonly T[];
  keyOf: (item: T) => string;
  label: string;
  /** Height of a row in pixels before it is measured. */
  estimate: number;
  /** True if the service has more items than these. */
  hasMore: boolean;
  /** Called when the end of the items comes into view. */
  onEnd: () => void;
  /** Key of the row that gets the focus, as when the user returns to the list. */
  focused: string | null;
  onFocus: (key: string) => void;
  /** Called for keys that do not move the focus. */
  onKeyDown?: (event: KeyboardEvent) => void;
  row: (item: T) => ReactNode;
}

/** Rows beyond the edges that are drawn too. */
const OVERSCAN = 10;

/** A list with one tab stop: arrow keys, Home, End, Page Up and Page Down move the focus between rows. */
export function VirtualList<T>(props: Props<T>): ReactNode {
  const { items, keyOf, focused, hasMore, onEnd, onFocus } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef<string | null>(null);
  const lastAt = useRef(-1);
  const virtual = useVirtualRows({
    scroller,
    count: items.length,
    keyOf: i => keyOf(items[i] as T),
    estimate: props.estimate,
    overscan: OVERSCAN
  });
  const rows = virtual.getVirtualItems();
  const found = items.findIndex(item => keyOf(item) === focused);
  const at = Math.max(0, found);
  const move = (to: number): void => {
    const item = items[Math.max(0, Math.min(to, items.length - 1))];
    if (item === undefined) return;
    wantsFocus.current = keyOf(item);
    virtual.scrollToIndex(items.indexOf(item));
    onFocus(keyOf(item));
  };

  useEffect(() => {
    if (focused !== null && hasLostFocus()) move(at);
    // Only when the list appears: later, the focus is where the user put it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  useEffect(() => {
    const row = rowOf(scroller.current, wantsFocus.current);
    if (!row) return;
    wantsFocus.current = null;
    row.focus({ preventScroll: true });
  });
  useEffect(() => {
    // The row that had the focus is gone: what is in its place gets it.
    if (found === -1 && lastAt.current !== -1 && hasLostFocus()) move(lastAt.current);
    lastAt.current = found;
  });
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= items.length - OVERSCAN) onEnd();
  }, [hasMore, last, items.length, onEnd]);

  return (
    <div className="carry-Scroll" ref={scroller}>
      <ul
        className="carry-VirtualList"
        aria-label={props.label}
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={event => {
          // The list may not be drawn yet since the key before moved the focus.
          const key = wantsFocus.current ?? keyAt(event.target);
          const from = items.findIndex(item => keyOf(item) === key);
          const to = target(event, Math.max(0, from), Math.floor(UNSEEN.height / props.estimate));
          if (to === null) {
            props.onKeyDown?.(event);
            return;
          }
          event.preventDefault();
          move(to);
        }}
        onFocus={event => {
          const key = keyAt(event.target);
          if (key !== undefined && key !== focused) onFocus(key);
        }}
      >
        {rows.map(({ index, key, start }) => {
          const item = items[index];
          return item === undefined ? null : (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              data-key={keyOf(item)}
              aria-posinset={index + 1}
              aria-setsize={hasMore ? -1 : items.length}
              style={{ transform: `translateY(${start}px)` }}
            >
              {props.row(item)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Where a key moves the focus to; null for other keys. */
function target({ key }: KeyboardEvent, at: number, page: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return at + 1;
    case 'ArrowUp':
      return at - 1;
    case 'PageDown':
      return at + page;
    case 'PageUp':
      return at - page;
    case 'Home':
      return 0;
    case 'End':
      return Infinity;
    default:
      return null;
  }
}

/** The key of the row that has an element. */
function keyAt(element: EventTarget): string | undefined {
  if (!(element instanceof Element)) return undefined;
  return element.closest<HTMLElement>('[data-key]')?.dataset.key;
}

function rowOf(scroller: HTMLElement | null, key: string | null): HTMLElement | null {
  if (key === null) return null;
  return scroller?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"] button`) ?? null;
}

/** A part that disappears with the focus in it leaves the focus to the page. */
function hasLostFocus(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
