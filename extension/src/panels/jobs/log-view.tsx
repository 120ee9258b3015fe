import type { TranslationBundle } from '@jupyterlab/translation';
import { useRef, type ReactNode } from 'react';
import { Notice } from '../../parts/notice.js';
import { useModel } from '../../parts/use-model.js';
import { useCurrent } from '../../parts/use-current.js';
import type { JobLog } from './job-log.js';
import { LogSearchBar } from './log-search-bar.js';
import { LogText } from './log-text.js';
import { LogTools } from './log-tools.js';
import { LOG_CHANGED } from './log-window.js';
import type { RunsSettings } from '../../settings.js';

interface Props {
  log: JobLog;
  finished: boolean;
  settings: RunsSettings;
  trans: TranslationBundle;
}

/** The live log of a job: all of it can be read, searched and downloaded. */
export function LogView(props: Props): ReactNode {
  const { log, settings, trans } = props;
  useModel(log);
  const { wrapLog: wrap, logTimes: showTimes } = useCurrent(settings, ({ values }) => values);
  const searchField = useRef<HTMLInputElement>(null);
  return (
    <div
      className="carry-Log"
      onKeyDown={event => {
        if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
        // The browser would search only the lines in view.
        event.preventDefault();
        event.stopPropagation();
        searchField.current?.select();
      }}
    >
      <LogSearchBar search={log.search} field={searchField} trans={trans} />
      <LogTools
        log={log}
        wrap={wrap}
        onWrap={on => void settings.set('wrapLog', on)}
        showTimes={showTimes}
        onShowTimes={on => void settings.set('logTimes', on)}
        trans={trans}
      />
      <LogError log={log} trans={trans} />
      <LogContent {...props} wrap={wrap} showTimes={showTimes} />
    </div>
  );
}

function LogContent(props: Props & { wrap: boolean; showTimes: boolean }): ReactNode {
  const { log, finished, wrap, showTimes, trans } = props;
  const { window, search } = log;
  if (window.rows.length === 0) {
    return (
      <p className="carry-Hint carry-Log-empty">
        {finished ? trans.__('This run has written no log.') : trans.__('The log is still empty.')}
      </p>
    );
  }
  return (
    <div className="carry-Log-content">
      <LogText
        log={window}
        wrap={wrap}
        showTimes={showTimes || !window.hasTimes}
        find={search.text}
        current={search.currentMatch?.offset ?? null}
        trans={trans}
      />
      {!window.following && (
        <button
          type="button"
          className="carry-Button carry-Log-follow"
          onClick={() => void window.showEnd()}
        >
          ↓ {finished ? trans.__('To the end') : trans.__('Follow')}
        </button>
      )}
    </div>
  );
}

function LogError({ log, trans }: Pick<Props, 'log' | 'trans'>): ReactNode {
  const { window, search, download } = log;
  const error = window.error ?? search.error ?? download.error;
  if (!error) return null;
  const message =
    error.code === LOG_CHANGED
      ? trans.__('The log has become shorter. Open the run again to read it.')
      : error.message;
  return (
    <Notice kind="error">
      {message}{' '}
      <button
        type="button"
        className="carry-Link"
        onClick={() => {
          if (window.error) window.forgetError();
          else if (search.error) void search.continue();
          else download.stop();
        }}
      >
        {error === download.error ? trans.__('Close') : trans.__('Try again')}
      </button>
    </Notice>
  );
}
