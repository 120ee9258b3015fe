import type { TranslationBundle } from '@jupyterlab/translation';
import { useState, type ReactNode } from 'react';
import { Notice } from '../../parts/notice.js';
import { useModel } from '../../parts/use-model.js';
import { useNow } from '../../parts/use-now.js';
import type { JobsModel } from './model.js';
import { JobLine } from './job-line.js';
import type { JobActions } from './job-actions.js';
import { JobView } from './job-view.js';

/** Show the search field from this many runs. */
const SEARCHABLE_RUNS = 6;

interface Props {
  model: JobsModel;
  actions: JobActions;
  trans: TranslationBundle;
}

/** The list of runs, or the selected run. */
export function JobsBody(props: Props): ReactNode {
  const { model, trans } = props;
  useModel(model);
  return (
    <div className="carry-Jobs">
      {!model.connected && model.loaded && (
        <Notice kind="warning">{trans.__('The connection is lost. Reconnecting…')}</Notice>
      )}
      {model.listError && <Notice kind="error">{model.listError.message}</Notice>}
      {model.selected ? (
        <JobView key={model.selected.name} {...props} selected={model.selected} />
      ) : (
        <JobList {...props} />
      )}
    </div>
  );
}

function JobList({ model, trans }: Props): ReactNode {
  const [find, setFind] = useState('');
  const now = useNow(model.jobs.some(job => !job.finished));
  if (model.jobs.length === 0) {
    return (
      <div className="carry-Empty">
        {model.loaded ? (
          <p>{trans.__('No runs yet. Submit a notebook, and its run appears here.')}</p>
        ) : (
          <p>{model.listError ? '' : trans.__('Loading the runs…')}</p>
        )}
      </div>
    );
  }
  const wanted = find.toLowerCase();
  const shown = model.jobs.filter(({ displayName, name, status, experiment }) =>
    [displayName, name, status, experiment].some(text => text.toLowerCase().includes(wanted))
  );
  return (
    <>
      {model.jobs.length >= SEARCHABLE_RUNS && (
        <input
          type="search"
          className="carry-Input carry-mod-search carry-Jobs-find"
          placeholder={trans.__('Find by name, status or experiment')}
          aria-label={trans.__('Find runs')}
          value={find}
          onChange={event => {
            setFind(event.target.value);
          }}
        />
      )}
      <ul className="carry-JobList carry-Scroll" aria-label={trans.__('Runs, newest first')}>
        {shown.map(job => (
          <JobLine
            key={job.name}
            job={job}
            now={now}
            trans={trans}
            onSelect={() => {
              model.select(job.name);
            }}
          />
        ))}
        {shown.length === 0 && (
          <li className="carry-Hint">{trans.__('No run matches “%1”.', find)}</li>
        )}
      </ul>
    </>
  );
}
