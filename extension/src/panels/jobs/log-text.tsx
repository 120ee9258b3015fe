import type { TranslationBundle } from '@jupyterlab/translation';
import { useCallback, useMemo, useRef, type CSSProperties, type ReactNode } from 'react';
import { fileSize } from '../../parts/file-size.js';
import { useVirtualRows } from '../../parts/virtual-rows.js';
import { LogLine } from './log-line.js';
import { searchPattern } from './log-pattern.js';
import { useLogScroll } from './log-scroll.js';
import type { LogWindow } from './log-window.js';

/** Height of a line that is not wrapped; the style sheet gets it as a variable. */
export const LINE_HEIGHT_PX = 17;
/** Height of the sentences where the part of the log that the page holds begins and ends. */
const EDGE_HEIGHT_PX = 3 * LINE_HEIGHT_PX;
/** How many lines are drawn above and below the visible ones. */
const EXTRA_LINES = 20;

const sizes = {
  '--carry-log-line-height': `${LINE_HEIGHT_PX}px`,
  '--carry-log-edge-height': `${EDGE_HEIGHT_PX}px`
} as CSSProperties;

/** The lines of the log. The page contains only those in view, so that 20,000 lines cost no more than 50. */
export function LogText(props: {
  log: LogWindow;
  wrap: boolean;
  showTimes: boolean;
  /** The text of the search. */
  find: string;
  /** The offset of the line that the search is at. */
  current: number | null;
  trans: TranslationBundle;
}): ReactNode {
  const { log, wrap, showTimes, find, current, trans } = props;
  const { rows, firstKey } = log;
  const scroller = useRef<HTMLDivElement>(null);
  const pattern = useMemo(() => searchPattern(find), [find]);
  const virtual = useVirtualRows({
    scroller,
    count: rows.length,
    keyOf: useCallback((i: number) => firstKey + i, [firstKey]),
    estimate: LINE_HEIGHT_PX,
    overscan: EXTRA_LINES,
    anchorTo: 'end',
    paddingStart: log.start > 0 ? EDGE_HEIGHT_PX : 0,
    paddingEnd: log.hasEnd ? 0 : EDGE_HEIGHT_PX
  });
  const { onScroll, onWheel, onKeyDown } = useLogScroll({ scroller, log, virtual, wrap });
  return (
    <div
      ref={scroller}
      className={`carry-Log-window${wrap ? ' carry-mod-wrap' : ''}`}
      style={sizes}
      role="log"
      aria-label={trans.__('Log')}
      aria-live="off"
      tabIndex={0}
      onScroll={onScroll}
      onWheel={onWheel}
      onKeyDown={event => {
        if (event.shiftKey || event.altKey) return;
        onKeyDown(event);
        if (event.key === 'Home') void log.show(0);
        else if (event.key === 'End') void log.showEnd();
        else return;
        event.preventDefault();
      }}
    >
      <div className="carry-Log-lines" style={{ height: virtual.getTotalSize() }}>
        {log.start > 0 && (
          <p className="carry-Hint carry-Log-edge">
            {trans.__(
              '%1 come before this. Scroll up to read them, or download the log.',
              fileSize(log.start)
            )}
          </p>
        )}
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index];
          if (!row) return null;
          const isCurrent = row.offset === current;
          return (
            <div
              key={key}
              ref={wrap ? virtual.measureElement : undefined}
              data-index={index}
              className={`carry-Log-line${isCurrent ? ' carry-mod-current' : ''}`}
              style={{ transform: `translateY(${start}px)` }}
            >
              <LogLine
                text={row.text}
                showTime={showTimes}
                pattern={pattern}
                isCurrent={isCurrent}
              />
            </div>
          );
        })}
        {!log.hasEnd && (
          <p className="carry-Hint carry-Log-edge carry-mod-end">
            {trans.__('%1 follow. Scroll down to read them.', fileSize(log.liveEnd - log.end))}
          </p>
        )}
      </div>
    </div>
  );
}
