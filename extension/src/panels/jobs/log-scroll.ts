import type { ReactVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type RefObject,
  type WheelEvent
} from 'react';
import { EndFollower } from './end-follower.js';
import type { LogWindow } from './log-window.js';

/** Keys with which a browser scrolls up. */
const KEYS_UP = ['ArrowUp', 'PageUp'];

interface Options {
  scroller: RefObject<HTMLElement>;
  log: LogWindow;
  virtual: ReactVirtualizer<HTMLElement, HTMLElement>;
  wrap: boolean;
}

/** What the element that scrolls listens to. */
interface Listeners {
  onScroll: () => void;
  onWheel: (event: WheelEvent) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/**
 * Moves the view with the end of the log until the user scrolls up, and to the line that was asked for; reads more of the log where the
 * user scrolls to.
 */
export function useLogScroll(options: Options): Listeners {
  const { scroller, log } = options;
  const [follower] = useState(() => new EndFollower());
  useWrapping(options);
  useEnd(options, follower);
  useTarget(options);
  useReading(options);
  usePlace(options);
  // The next lines may arrive before the browser scrolls, and would take the view to the end.
  const onScrollUp = (): void => {
    if (scroller.current && scroller.current.scrollTop > 0) log.follow(false);
  };
  return {
    onScroll: () => {
      const box = scroller.current;
      // A hidden panel has no height.
      if (!box || box.clientHeight === 0) return;
      log.keepPlace(options.virtual.getVirtualItemForOffset(box.scrollTop)?.index ?? 0);
      const follows = follower.afterScroll(box, log.hasEnd);
      if (follows !== null) log.follow(follows);
    },
    onWheel: ({ deltaY, ctrlKey }) => {
      // With Ctrl it zooms.
      if (deltaY < 0 && !ctrlKey) onScrollUp();
    },
    onKeyDown: ({ key }) => {
      if (KEYS_UP.includes(key)) onScrollUp();
    }
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

function useEnd({ scroller, log, virtual }: Options, follower: EndFollower): void {
  const { following, firstKey, rows } = log;
  const total = virtual.getTotalSize();
  const height = virtual.scrollRect?.height;
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!following || !box) return;
    box.scrollTo({ top: box.scrollHeight });
    follower.moved(box);
  }, [scroller, follower, following, firstKey, rows.length, total, height]);
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

/** Returns to the line that was at the top when the log was shown last, as after another tab of the run. */
function usePlace({ log, virtual }: Options): void {
  useLayoutEffect(() => {
    if (!log.following && log.place > 0) virtual.scrollToIndex(log.place, { align: 'start' });
    // Only when the log comes into view.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
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
