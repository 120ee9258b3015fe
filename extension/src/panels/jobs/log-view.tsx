import type { TranslationBundle } from '@jupyterlab/translation';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { ansiSpans } from './ansi.js';
import type { LogLines } from './log-lines.js';

/** Height of a line; the style sheet says the same. */
const LINE = 17;
/** Lines drawn above and below what is seen. */
const AROUND = 20;

/**
 * The live log. Only the lines in view are in the page, so that 20,000 of them cost no more than 50.
 * It follows the end until the reader scrolls up, and again once they are back at the end.
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
        <p className="carry-Hint">{trans.__('Only the end of this long log is shown here.')}</p>
      )}
      {lines.length === 0 ? (
        <p className="carry-Hint carry-Log-empty">
          {find !== '' && log.lines.length > 0
            ? trans.__('No line has “%1” in it.', find)
            : finished
              ? trans.__('This run wrote no log.')
              : trans.__('Nothing has been written yet.')}
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
  const first = Math.max(0, Math.floor(top / LINE) - AROUND);
  const last = Math.min(lines.length, Math.ceil((top + height) / LINE) + AROUND);
  return (
    <div
      ref={box}
      className="carry-Log-window"
      role="log"
      aria-label={label}
      aria-live="off"
      tabIndex={0}
      onScroll={({ currentTarget: at }) => {
        atEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < 2 * LINE;
        setTop(at.scrollTop);
      }}
    >
      <div className="carry-Log-lines" style={{ height: lines.length * LINE }}>
        <div style={{ transform: `translateY(${first * LINE}px)` }}>
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
