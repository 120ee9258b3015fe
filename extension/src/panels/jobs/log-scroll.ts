import type { ReactVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import type { LogWindow } from './log-window.js';

/** How near to the end of the log the view follows it. */
const END_PX = 30;

interface Options {
  scroller: RefObject<HTMLElement>;
  log: LogWindow;
  virtual: ReactVirtualizer<HTMLElement, HTMLElement>;
  wrap: boolean;
}

/**
 * Moves the view with the end of the log until the user scrolls up, and to the line that was asked for; reads more of the log where the
 * user scrolls to. Returns the listener of the scroll event.
 */
export function useLogScroll(options: Options): () => void {
  const { scroller, log } = options;
  const lastTop = useRef(0);
  useWrapping(options);
  useEnd(options);
  useTarget(options);
  useReading(options);
  return () => {
    const box = scroller.current;
    // A hidden panel has no height.
    if (!box || box.clientHeight === 0) return;
    const isUp = box.scrollTop < lastTop.current;
    lastTop.current = box.scrollTop;
    if (log.hasEnd && distanceToEnd(box) < END_PX) log.follow(true);
    else if (isUp) log.follow(false);
  };
}

/** Keeps the first visible line in view when lines become higher or lower. */
function useWrapping({ virtual, wrap }: Options): void {
  const before = useRef(wrap);
  useLayoutEffect(() => {
    if (before.current === wrap) return;
    before.current = wrap;
    const top = virtual.range?.startIndex ?? 0;
    virtual.measure();
    virtual.scrollToIndex(top, { align: 'start' });
  }, [virtual, wrap]);
}

function useEnd({ scroller, log, virtual }: Options): void {
  const { following, firstKey, rows } = log;
  const total = virtual.getTotalSize();
  const height = virtual.scrollRect?.height;
  useLayoutEffect(() => {
    const box = scroller.current;
    if (following) box?.scrollTo({ top: box.scrollHeight });
  }, [scroller, following, firstKey, rows.length, total, height]);
}

/** Goes to a line, and to the match in it once it is drawn. */
function useTarget({ scroller, log, virtual }: Options): void {
  const { target, rows } = log;
  const wanted = useRef<LogWindow['target']>(null);
  useLayoutEffect(() => {
    if (!target) return;
    const index = rows.findIndex(({ offset }) => offset === target.offset);
    if (index === -1) return;
    wanted.current = target;
    virtual.scrollToIndex(index, { align: 'center' });
    // Only when the user goes to a line, not when rows are added.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [target]);
  useEffect(() => {
    const mark = scroller.current?.querySelector('mark.carry-mod-current');
    if (!wanted.current || !mark || !scroller.current) return;
    wanted.current = null;
    const [at, view] = [mark.getBoundingClientRect(), scroller.current.getBoundingClientRect()];
    if (at.left >= view.left && at.right <= view.right) return;
    scroller.current.scrollBy({ left: at.left - view.left - view.width / 3 });
  });
}

/** Reads what comes before or after once the user is within a screen of it. */
function useReading({ log, virtual }: Options): void {
  useEffect(() => {
    if (log.isLoading || log.error) return;
    const [total, height] = [virtual.getTotalSize(), virtual.scrollRect?.height ?? 0];
    const above = log.following ? total - height : (virtual.scrollOffset ?? 0);
    if (log.start > 0 && above < height) void log.readEarlier();
    else if (total - height - above < height && !log.following) void log.readLater();
  });
}

function distanceToEnd(box: HTMLElement): number {
  return box.scrollHeight - box.scrollTop - box.clientHeight;
}
