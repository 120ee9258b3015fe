import type { TranslationBundle } from '@jupyterlab/translation';
import { useState, type ReactNode } from 'react';
import { Notice } from '../../parts/notice.js';
import { useModel } from '../../parts/use-model.js';
import { useNow } from '../../parts/use-now.js';
import type { RunsModel } from './model.js';
import { RunLine } from './run-line.js';
import type { RunActions } from './run-actions.js';
import { RunView } from './run-view.js';

/** From so many runs on there is a field to find one. */
const MANY = 6;

interface Props {
  model: RunsModel;
  actions: RunActions;
  trans: TranslationBundle;
}

/** The list of runs, or the one that has been picked from it. */
export function RunsBody(props: Props): ReactNode {
  const { model, trans } = props;
  useModel(model);
  return (
    <div className="carry-Runs">
      {!model.connected && model.loaded && (
        <Notice kind="warning">{trans.__('The connection is lost. Reconnecting…')}</Notice>
      )}
      {model.listError && <Notice kind="error">{model.listError.message}</Notice>}
      {model.selected ? (
        <RunView key={model.selected.name} {...props} selected={model.selected} />
      ) : (
        <RunList {...props} />
      )}
    </div>
  );
}

function RunList({ model, trans }: Props): ReactNode {
  const [find, setFind] = useState('');
  const now = useNow(model.runs.some(run => !run.finished));
  if (model.runs.length === 0) {
    return (
      <div className="carry-Empty">
        {model.loaded ? (
          <p>{trans.__('No run yet. Submit a notebook and it appears here.')}</p>
        ) : (
          <p>{model.listError ? '' : trans.__('Reading the runs…')}</p>
        )}
      </div>
    );
  }
  const wanted = find.toLowerCase();
  const shown = model.runs.filter(({ displayName, name, status, experiment }) =>
    [displayName, name, status, experiment].some(text => text.toLowerCase().includes(wanted))
  );
  return (
    <>
      {model.runs.length >= MANY && (
        <input
          type="search"
          className="carry-Input carry-mod-search carry-Runs-find"
          placeholder={trans.__('Find by name, status or experiment')}
          aria-label={trans.__('Find runs')}
          value={find}
          onChange={event => {
            setFind(event.target.value);
          }}
        />
      )}
      <ul className="carry-RunList carry-Scroll" aria-label={trans.__('Runs, newest first')}>
        {shown.map(run => (
          <RunLine
            key={run.name}
            run={run}
            now={now}
            trans={trans}
            onSelect={() => {
              model.select(run.name);
            }}
          />
        ))}
        {shown.length === 0 && (
          <li className="carry-Hint">{trans.__('No run has “%1” in it.', find)}</li>
        )}
      </ul>
    </>
  );
}
