import type { TranslationBundle } from '@jupyterlab/translation';
import { useLayoutEffect, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import { ansiSpans } from './ansi.js';
import type { LogLines } from './log-lines.js';

/** Height of a line; the style sheet gets it as a variable. */
const LINE_HEIGHT_PX = 17;
/** How many lines are drawn above and below the visible ones. */
const EXTRA_LINES = 20;

const lineHeight = { '--carry-log-line-height': `${LINE_HEIGHT_PX}px` } as CSSProperties;

/**
 * The live log. The page contains only the lines in view, so that 20,000 lines cost no more than 50.
 * It scrolls with the end of the log until the user scrolls up, and again when the user is back at the end.
 */
export function LogView(props: {
  log: LogLines;
  finished: boolean;
  trans: TranslationBundle;
}): ReactNode {
  const { log, finished, trans } = props;
  const [find, setFind] = useState('');
  const lines = matching(log.lines, find);
  return (
    <div className="carry-Log">
      <div className="carry-Log-bar">
        <input
          type="search"
          className="carry-Input carry-mod-search"
          placeholder={trans.__('Find in log')}
          aria-label={trans.__('Find in log')}
          value={find}
          onChange={event => {
            setFind(event.target.value);
          }}
        />
        <span className="carry-mod-faint" aria-live="polite">
          {trans._n('%1 line', '%1 lines', lines.length)}
        </span>
      </div>
      {log.cut && (
        <p className="carry-Hint">{trans.__('Only the end of this long log is shown.')}</p>
      )}
      {lines.length === 0 ? (
        <p className="carry-Hint carry-Log-empty">
          {find !== '' && log.lines.length > 0
            ? trans.__('No line matches “%1”.', find)
            : finished
              ? trans.__('This run has written no log.')
              : trans.__('The log is still empty.')}
        </p>
      ) : (
        <Window lines={lines} label={trans.__('Log')} />
      )}
    </div>
  );
}

function Window({ lines, label }: { lines: readonly string[]; label: string }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    const { current } = box;
    if (!current) return;
    const observer = new ResizeObserver(() => {
      setHeight(current.clientHeight);
    });
    observer.observe(current);
    return () => {
      observer.disconnect();
    };
  }, []);
  useLayoutEffect(() => {
    if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines.length, height]);
  const first = Math.max(0, Math.floor(top / LINE_HEIGHT_PX) - EXTRA_LINES);
  const last = Math.min(lines.length, Math.ceil((top + height) / LINE_HEIGHT_PX) + EXTRA_LINES);
  return (
    <div
      ref={box}
      className="carry-Log-window"
      style={lineHeight}
      role="log"
      aria-label={label}
      aria-live="off"
      tabIndex={0}
      onScroll={({ currentTarget: at }) => {
        atEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < 2 * LINE_HEIGHT_PX;
        setTop(at.scrollTop);
      }}
    >
      <div className="carry-Log-lines" style={{ height: lines.length * LINE_HEIGHT_PX }}>
        <div style={{ transform: `translateY(${first * LINE_HEIGHT_PX}px)` }}>
          {lines.slice(first, last).map((line, i) => (
            <LogLine key={first + i} line={line} />
          ))}
        </div>
      </div>
    </div>
  );
}

function LogLine({ line }: { line: string }): ReactNode {
  return (
    <div className="carry-Log-line">
      {ansiSpans(line).map(({ text, style }, i) => (
        <span key={i} className={style}>
          {text}
        </span>
      ))}
    </div>
  );
}

function matching(lines: readonly string[], find: string): readonly string[] {
  if (find === '') return lines;
  const wanted = find.toLowerCase();
  return lines.filter(line => line.toLowerCase().includes(wanted));
}
