import { useEffect, useState, type ClipboardEvent, type RefObject } from 'react';
import { ansiSpans } from './ansi.js';
import { withoutTime } from './log-time.js';
import type { LogWindow } from './log-window.js';

/**
 * Lets the user copy lines that are not drawn: the page contains only the lines in view. Returns the key of the line where the selection
 * began, which must stay in the page, and the listener of the copy event.
 */
export function useSelectedLines(
  scroller: RefObject<HTMLElement>,
  log: LogWindow,
  showTimes: boolean
): { anchor: number | null; onCopy: (event: ClipboardEvent) => void } {
  const [anchor, setAnchor] = useState<number | null>(null);
  useEffect(() => {
    const onSelect = (): void => {
      const node = document.getSelection()?.anchorNode ?? null;
      setAnchor(keyOf(lineOf(node, scroller.current)));
    };
    document.addEventListener('selectionchange', onSelect);
    return () => {
      document.removeEventListener('selectionchange', onSelect);
    };
  }, [scroller]);
  const onCopy = (event: ClipboardEvent): void => {
    const selection = document.getSelection();
    if (!selection || selection.rangeCount === 0) return;
    const range = selection.getRangeAt(0);
    const first = lineOf(range.startContainer, scroller.current);
    const last = lineOf(range.endContainer, scroller.current);
    const [from, to] = [keyOf(first), keyOf(last)];
    if (!first || !last || from === null || to === null || from >= to) return;
    const between = log.rows
      .slice(from + 1 - log.firstKey, to - log.firstKey)
      .map(({ text }) => plainText(showTimes ? text : withoutTime(text)));
    const text = [
      textWithin(range.startContainer, range.startOffset, first, first.childNodes.length),
      ...between,
      textWithin(last, 0, range.endContainer, range.endOffset)
    ].join('\n');
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
  };
  return { anchor, onCopy };
}

/** Returns the line that contains a node. */
function lineOf(node: Node | null, scroller: HTMLElement | null): HTMLElement | null {
  const element = node instanceof Element ? node : (node?.parentElement ?? null);
  const line = element?.closest<HTMLElement>('[data-key]') ?? null;
  return line && scroller?.contains(line) ? line : null;
}

function keyOf(line: HTMLElement | null): number | null {
  return line?.dataset.key === undefined ? null : Number(line.dataset.key);
}

function textWithin(start: Node, startOffset: number, end: Node, endOffset: number): string {
  const range = document.createRange();
  range.setStart(start, startOffset);
  range.setEnd(end, endOffset);
  return range.toString();
}

function plainText(line: string): string {
  return ansiSpans(line)
    .map(({ text }) => text)
    .join('');
}
