import { memo, type ReactNode } from 'react';
import { ansiSpans } from './ansi.js';
import { markedSpans } from './log-marks.js';
import { withoutTime } from './log-time.js';

/** A line of a log with its colours and the matches of a search. */
export const LogLine = memo(function LogLine(props: {
  text: string;
  showTime: boolean;
  pattern: RegExp | null;
  isCurrent: boolean;
}): ReactNode {
  const { text, showTime, pattern, isCurrent } = props;
  const spans = markedSpans(ansiSpans(showTime ? text : withoutTime(text)), pattern);
  const mark = `carry-Log-mark${isCurrent ? ' carry-mod-current' : ''}`;
  return (
    <>
      {spans.map(({ text, className, style, isMatch }, i) =>
        isMatch ? (
          <mark key={i} className={`${mark} ${className}`} style={style}>
            {text}
          </mark>
        ) : (
          <span key={i} className={className || undefined} style={style}>
            {text}
          </span>
        )
      )}
    </>
  );
});
