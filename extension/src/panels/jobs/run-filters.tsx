import type { TranslationBundle } from '@jupyterlab/translation';
import type { RunQuery } from '@carry-ml/bridge';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { GroupBy } from './run-grouping.js';
import type { RunOverview } from './run-overview.js';
import { orders } from './run-order.js';

/** How long typing rests before the service is asked. */
const REST_MS = 250;

/** The choice of the archived runs among those of a status. */
const ARCHIVED = 'archived';

interface Props {
  overview: RunOverview;
  trans: TranslationBundle;
}

/** What the list shows and in which order. The service searches, so that every run of the workspace is found. */
export function RunFilters({ overview, trans }: Props): ReactNode {
  const { filter, grouping } = overview;
  const statuses: [NonNullable<RunQuery['status']>, string][] = [
    ['SCHEDULED', trans.__('Queued')],
    ['RUNNING', trans.__('Running')],
    ['FINISHED', trans.__('Completed')],
    ['FAILED', trans.__('Failed')],
    ['KILLED', trans.__('Canceled')]
  ];
  const groups: [GroupBy, string][] = [
    ['notebook', trans.__('By notebook')],
    ['experiment', trans.__('By experiment')]
  ];
  return (
    <div className="carry-Jobs-filters" role="search" aria-label={trans.__('Find runs')}>
      <SearchField overview={overview} trans={trans} />
      <Choice
        label={trans.__('Experiment')}
        value={filter.experiment ?? ''}
        options={[
          ['', trans.__('All experiments')],
          ...overview.experiments.map((name): [string, string] => [name, name])
        ]}
        onChange={value => void overview.setFilter({ experiment: value || undefined })}
      />
      <Choice
        label={trans.__('Status')}
        value={filter.archived ? ARCHIVED : (filter.status ?? '')}
        options={[['', trans.__('Every status')], ...statuses, [ARCHIVED, trans.__('Archived')]]}
        onChange={value =>
          void overview.setFilter({
            status: statuses.find(([status]) => status === value)?.[0],
            archived: value === ARCHIVED || undefined
          })
        }
      />
      <Choice
        label={trans.__('Order')}
        value={filter.order ?? ''}
        options={orders(overview.runs, filter.order, trans)}
        onChange={value => void overview.setFilter({ order: value || undefined })}
      />
      <Choice
        label={trans.__('Groups')}
        value={grouping.by ?? ''}
        options={[['', trans.__('Without groups')], ...groups]}
        onChange={value => void grouping.setBy(groups.find(([by]) => by === value)?.[0] ?? null)}
      />
    </div>
  );
}

function SearchField({ overview, trans }: Props): ReactNode {
  const [text, setText] = useState(overview.filter.text ?? '');
  const search = useCallback(() => {
    if (text !== (overview.filter.text ?? '')) void overview.setFilter({ text });
  }, [overview, text]);
  useEffect(() => {
    const timer = setTimeout(search, REST_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [search]);
  return (
    <input
      type="search"
      className="carry-Input carry-mod-search carry-Jobs-find"
      placeholder={trans.__('Name, id, or metrics.loss < 0.1')}
      title={trans.__(
        'A part of the name, the id of a run, or a filter as in MLflow, such as: metrics.loss < 0.1 and params.digits = "3"'
      )}
      aria-label={trans.__('Name, id or filter of runs')}
      value={text}
      onBlur={search}
      onChange={event => {
        setText(event.target.value);
      }}
    />
  );
}

function Choice(props: {
  label: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  onChange: (value: string) => void;
}): ReactNode {
  return (
    <select
      className="carry-Input"
      aria-label={props.label}
      title={props.label}
      value={props.value}
      onChange={event => {
        props.onChange(event.target.value);
      }}
    >
      {props.options.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}
