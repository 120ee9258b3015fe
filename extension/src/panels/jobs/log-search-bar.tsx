import type { TranslationBundle } from '@jupyterlab/translation';
import { useCallback, useEffect, useState, type ReactNode, type RefObject } from 'react';
import type { LogSearch } from './log-search.js';

/** How long typing rests before the service is asked. */
const REST_MS = 250;

interface Props {
  search: LogSearch;
  field: RefObject<HTMLInputElement>;
  trans: TranslationBundle;
}

/** Finds lines in the whole log: Enter goes to the next one, Shift+Enter to the one before. */
export function LogSearchBar({ search, field, trans }: Props): ReactNode {
  const [text, setText] = useState(search.text);
  const find = useCallback(() => {
    if (text !== search.text) void search.find(text);
  }, [search, text]);
  useEffect(() => {
    const timer = setTimeout(find, REST_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [find]);
  const step = (by: 1 | -1): void => {
    find();
    search.step(by);
  };
  return (
    <div className="carry-Log-bar" role="search" aria-label={trans.__('Log')}>
      <input
        ref={field}
        type="search"
        className="carry-Input carry-mod-search"
        placeholder={trans.__('Find in log')}
        aria-label={trans.__('Find in log')}
        title={trans.__('Enter: next line. Shift+Enter: line before.')}
        maxLength={1000}
        value={text}
        onChange={event => {
          setText(event.target.value);
        }}
        onKeyDown={event => {
          if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
        }}
      />
      {search.text !== '' && (
        <>
          <StepButton label={trans.__('Line before')} onClick={() => step(-1)}>
            ↑
          </StepButton>
          <StepButton label={trans.__('Next line')} onClick={() => step(1)}>
            ↓
          </StepButton>
          <span className="carry-Log-count carry-mod-faint" aria-live="polite">
            {countText(search, trans)}
          </span>
        </>
      )}
    </div>
  );
}

function StepButton(props: { label: string; onClick: () => void; children: string }): ReactNode {
  return (
    <button
      type="button"
      className="carry-Button carry-Log-tool"
      aria-label={props.label}
      title={props.label}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}

function countText(search: LogSearch, trans: TranslationBundle): string {
  const { count, current, currentMatch, matches, isSearching } = search;
  if (currentMatch && current !== null) {
    const place = trans.__('%1 of %2', current + 1, isSearching ? `${count}…` : count);
    return `${place} · ${trans.__('line %1', currentMatch.line)}`;
  }
  if (isSearching) return trans._n('%1 line so far…', '%1 lines so far…', count);
  if (count === 0) return trans.__('No line matches');
  const all = trans._n('%1 line matches', '%1 lines match', count);
  return count > matches.length
    ? `${all} · ${trans.__('the first %1 can be visited', matches.length)}`
    : all;
}
