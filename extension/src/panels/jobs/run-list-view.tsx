import type { TranslationBundle } from '@jupyterlab/translation';
import type { FoundRun } from '@carry-ml/bridge';
import { useMemo, type ReactNode } from 'react';
import { FaultBoundary } from '../../parts/fault-boundary.js';
import { Notice } from '../../parts/notice.js';
import { useCurrent } from '../../parts/use-current.js';
import { useModel } from '../../parts/use-model.js';
import { useNow } from '../../parts/use-now.js';
import { VirtualList } from '../../parts/virtual-list.js';
import { CompareBar } from './compare-bar.js';
import { distinctions } from './distinctions.js';
import { JobLine } from './job-line.js';
import type { JobsModel } from './model.js';
import { RunFilters } from './run-filters.js';
import type { RunList } from './run-list.js';
import { sortedMetric } from './run-order.js';

/** Height of a run that has ended well, before it is measured. */
const ROW_HEIGHT = 69;

/** How often the times of a list in which nothing runs are told anew. */
const QUIET_TICK_MS = 30_000;

interface Props {
  model: JobsModel;
  trans: TranslationBundle;
}

/** All runs of the workspace that the filter finds. */
export function RunListView(props: Props & { onCompare: (runs: string[]) => void }): ReactNode {
  const { model, trans } = props;
  const { list } = model;
  useModel(list);
  const isEmpty = list.loaded && list.runs.length === 0;
  if (isEmpty && !list.isFiltered && !list.error) {
    return (
      <div className="carry-Empty">
        <p>{trans.__('No runs yet. Submit a notebook, and its run appears here.')}</p>
        <p>{trans.__('A run that a cell starts with MLflow or the Carry SDK appears here too.')}</p>
      </div>
    );
  }
  return (
    <>
      <RunFilters list={list} trans={trans} />
      {list.error && <Notice kind="error">{list.error.message}</Notice>}
      {isEmpty && <p className="carry-Hint carry-Jobs-count">{trans.__('No run matches.')}</p>}
      {/* The runs of another filter are not those that this one would find. */}
      {(list.loaded || !list.error) && <Rows model={model} trans={trans} />}
      {!isEmpty && <Count list={list} trans={trans} />}
      <CompareBar selection={list.selection} onCompare={props.onCompare} trans={trans} />
    </>
  );
}

function Rows({ model, trans }: Props): ReactNode {
  const { list } = model;
  const { selection } = list;
  const chosen = new Set(useCurrent(selection, ({ names }) => names));
  const runs = model.runs;
  const now = useNow(true, runs.some(run => !run.finished) ? 1000 : QUIET_TICK_MS);
  const distinction = useMemo(() => distinctions(list.runs), [list.runs]);
  const metric = sortedMetric(list.filter.order);
  return (
    <VirtualList
      items={runs}
      keyOf={nameOf}
      label={trans.__('Runs')}
      estimate={ROW_HEIGHT}
      hasMore={list.hasMore}
      onEnd={() => void list.readMore()}
      focused={model.focused}
      onFocus={name => {
        model.focus(name);
      }}
      row={run => (
        <FaultBoundary part={trans.__('The run “%1”', run.displayName)} trans={trans}>
          <JobLine
            job={run}
            distinction={distinction.get(run.name)}
            metric={metric}
            now={now}
            trans={trans}
            isTabStop={run.name === (model.focused ?? runs[0]?.name)}
            isChosen={chosen.has(run.name)}
            onChoose={isRange => {
              if (isRange) selection.extendTo(run.name, runs.map(nameOf));
              else selection.toggle(run.name);
            }}
            onSelect={() => {
              model.select(run.name);
            }}
          />
        </FaultBoundary>
      )}
    />
  );
}

function Count({ list, trans }: { list: RunList; trans: TranslationBundle }): ReactNode {
  return (
    <p className="carry-Hint carry-Jobs-count" role="status">
      {countOf(list, trans)}
    </p>
  );
}

/** Says how many runs there are; a part of them is never passed off as all. */
function countOf(list: RunList, trans: TranslationBundle): string {
  const { length } = list.runs;
  if (!list.loaded) return list.error ? '' : trans.__('Searching…');
  if (list.hasMore) return trans.__('The first %1 runs; scroll down for more', length);
  return list.isFiltered
    ? trans._n('%1 run matches', '%1 runs match', length)
    : trans._n('%1 run', '%1 runs', length);
}

function nameOf({ name }: FoundRun): string {
  return name;
}
