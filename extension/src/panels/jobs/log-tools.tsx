import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { fileSize } from '../../parts/file-size.js';
import { saveAs } from '../../parts/save-as.js';
import type { JobLog } from './job-log.js';

/** How the log is shown, how large it is, and its download. */
export function LogTools(props: {
  log: JobLog;
  wrap: boolean;
  onWrap: (wrap: boolean) => void;
  showTimes: boolean;
  onShowTimes: (showTimes: boolean) => void;
  trans: TranslationBundle;
}): ReactNode {
  const { log, wrap, onWrap, showTimes, onShowTimes, trans } = props;
  return (
    <div className="carry-Log-bar">
      <Toggle label={trans.__('Wrap')} pressed={wrap} onChange={onWrap} />
      {log.window.hasTimes && (
        <Toggle label={trans.__('Times')} pressed={showTimes} onChange={onShowTimes} />
      )}
      <Download log={log} trans={trans} />
    </div>
  );
}

function Toggle(props: {
  label: string;
  pressed: boolean;
  onChange: (pressed: boolean) => void;
}): ReactNode {
  return (
    <button
      type="button"
      className="carry-Button carry-Log-tool"
      aria-pressed={props.pressed}
      onClick={() => {
        props.onChange(!props.pressed);
      }}
    >
      {props.label}
    </button>
  );
}

function Download({ log, trans }: { log: JobLog; trans: TranslationBundle }): ReactNode {
  const { received } = log.download;
  const size = fileSize(log.end);
  if (received !== null) {
    return (
      <button
        type="button"
        className="carry-Button carry-Log-tool"
        onClick={() => {
          log.download.stop();
        }}
      >
        {trans.__('Stop (%1 of %2)', fileSize(received), size)}
      </button>
    );
  }
  return (
    <button
      type="button"
      className="carry-Button carry-Log-tool"
      title={trans.__('Save the whole log as a file')}
      disabled={log.end === 0}
      onClick={() => void saveLog(log)}
    >
      {log.end === 0 ? trans.__('Download') : trans.__('Download (%1)', size)}
    </button>
  );
}

/** Downloads the log as a file of the browser. */
async function saveLog(log: JobLog): Promise<void> {
  const file = await log.download.start(log.end);
  if (!file) return;
  const url = URL.createObjectURL(file);
  saveAs(url, `${log.job}-log.txt`);
  URL.revokeObjectURL(url);
}
