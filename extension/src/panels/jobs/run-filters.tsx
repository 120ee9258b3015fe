import type { TranslationBundle } from '@jupyterlab/translation';
import type { RunQuery } from '@carry-ml/bridge';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { RunList } from './run-list.js';
import { orders } from './run-order.js';

/** How long typing rests before the service is asked. */
const REST_MS = 250;

interface Props {
  list: RunList;
  trans: TranslationBundle;
}

/** What the list shows and in which order. The service searches, so that every run of the workspace is found. */
export function RunFilters({ list, trans }: Props): ReactNode {
  const { filter } = list;
  const statuses: [NonNullable<RunQuery['status']>, string][] = [
    ['SCHEDULED', trans.__('Queued')],
    ['RUNNING', trans.__('Running')],
    ['FINISHED', trans.__('Completed')],
    ['FAILED', trans.__('Failed')],
    ['KILLED', trans.__('Canceled')]
  ];
  return (
    <div className="carry-Jobs-filters" role="search" aria-label={trans.__('Find runs')}>
      <SearchField list={list} trans={trans} />
      <Choice
        label={trans.__('Experiment')}
        value={filter.experiment ?? ''}
        options={[
          ['', trans.__('All experiments')],
          ...list.experiments.map((name): [string, string] => [name, name])
        ]}
        onChange={value => void list.setFilter({ experiment: value || undefined })}
      />
      <Choice
        label={trans.__('Status')}
        value={filter.status ?? ''}
        options={[['', trans.__('Every status')], ...statuses]}
        onChange={value =>
          void list.setFilter({ status: statuses.find(([status]) => status === value)?.[0] })
        }
      />
      <Choice
        label={trans.__('Order')}
        value={filter.order ?? ''}
        options={orders(list.runs, filter.order, trans)}
        onChange={value => void list.setFilter({ order: value || undefined })}
      />
    </div>
  );
}

function SearchField({ list, trans }: Props): ReactNode {
  const [text, setText] = useState(list.filter.text ?? '');
  const search = useCallback(() => {
    if (text !== (list.filter.text ?? '')) void list.setFilter({ text });
  }, [list, text]);
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
