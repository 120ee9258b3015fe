import type { TranslationBundle } from '@jupyterlab/translation';
import type { FoundRun } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { FaultBoundary } from '../../parts/fault-boundary.js';
import { Notice } from '../../parts/notice.js';
import { useCurrent } from '../../parts/use-current.js';
import { useModel } from '../../parts/use-model.js';
import { useNow } from '../../parts/use-now.js';
import { VirtualList } from '../../parts/virtual-list.js';
import { GroupLine } from './group-line.js';
import type { JobActions } from './job-actions.js';
import { JobLine } from './job-line.js';
import type { JobsModel } from './model.js';
import { RunFilters } from './run-filters.js';
import { RestLine } from './rest-line.js';
import type { RunOverview } from './run-overview.js';
import { sortedMetric } from './run-order.js';
import { runRows, type RunRow } from './run-rows.js';
import { SelectionBar } from './selection-bar.js';

/** Height of a run that has ended well, before it is measured. */
const ROW_HEIGHT = 69;

/** Refresh interval of relative times when nothing runs. */
const QUIET_TICK_MS = 30_000;

interface Props {
  model: JobsModel;
  actions: Pick<JobActions, 'compare' | 'bulk' | 'cleanUp'>;
  trans: TranslationBundle;
}

/** All runs of the workspace that the filter finds. */
export function RunListView(props: Props): ReactNode {
  const { model, trans } = props;
  const { overview } = model;
  useModel(overview);
  const isEmpty = overview.loaded && overview.runs.length === 0;
  if (isEmpty && !overview.isFiltered && !overview.error) {
    return (
      <div className="carry-Empty">
        <p>{trans.__('No runs yet. Submit a notebook, and its run appears here.')}</p>
        <p>{trans.__('A run that a cell starts with MLflow or the Carry SDK appears here too.')}</p>
        <button
          type="button"
          className="carry-Link"
          onClick={() => void overview.setFilter({ archived: true })}
        >
          {trans.__('Show archived runs')}
        </button>
      </div>
    );
  }
  return (
    <>
      <RunFilters overview={overview} trans={trans} />
      {overview.error && <Notice kind="error">{overview.error.message}</Notice>}
      {isEmpty && <p className="carry-Hint carry-Jobs-count">{trans.__('No run matches.')}</p>}
      {/* The runs of another filter are not those that this one would find. */}
      {(overview.loaded || !overview.error) && <Rows {...props} />}
      {!isEmpty && (
        <div className="carry-Jobs-foot">
          <p className="carry-Hint carry-Jobs-count" role="status">
            {countOf(overview, trans)}
          </p>
          <button type="button" className="carry-Link" onClick={props.actions.cleanUp}>
            {trans.__('Clean up…')}
          </button>
        </div>
      )}
      <Chosen {...props} />
    </>
  );
}

function Chosen({ model, actions, trans }: Props): ReactNode {
  const { overview, selection } = model;
  useCurrent(selection, ({ runs }) => runs);
  return (
    <SelectionBar
      runs={model.chosen}
      canCompare={selection.canCompare}
      isArchive={overview.filter.archived === true}
      actions={actions}
      onClear={() => {
        selection.clear();
      }}
      trans={trans}
    />
  );
}

function Rows({ model, actions, trans }: Props): ReactNode {
  const { overview, selection, jobs } = model;
  const { all, grouping } = overview;
  const rows = runRows(overview, jobs);
  const isRunning = rows.some(row => row.kind === 'run' && !row.run.finished);
  const now = useNow(true, isRunning ? 1000 : QUIET_TICK_MS);
  const tabStop = rows.find(({ key }) => key === model.focused) ?? rows[0];
  return (
    <VirtualList
      items={rows}
      keyOf={({ key }) => key}
      label={trans.__('Runs')}
      estimate={ROW_HEIGHT}
      hasMore={grouping.by === null && all.hasMore}
      onEnd={() => void all.readMore()}
      focused={model.focused}
      onFocus={key => {
        model.focus(key);
      }}
      onKeyDown={event => {
        const isAll = event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey);
        if (isAll) selection.add(runsOf(rows));
        else if (event.key === 'Escape') selection.clear();
        else if (event.key === 'Delete') actions.bulk('delete', model.chosen);
        else return;
        event.preventDefault();
      }}
      row={row => (
        <Row
          model={model}
          rows={rows}
          row={row}
          now={now}
          isTabStop={row === tabStop}
          trans={trans}
        />
      )}
    />
  );
}

function Row(
  props: Omit<Props, 'actions'> & {
    rows: readonly RunRow[];
    row: RunRow;
    now: number;
    isTabStop: boolean;
  }
): ReactNode {
  const { model, rows, row, now, isTabStop, trans } = props;
  const { overview, selection } = model;
  useCurrent(selection, ({ runs }) => runs);
  switch (row.kind) {
    case 'group':
      return (
        <GroupLine
          {...row}
          isComplete={overview.grouping.isComplete}
          isTabStop={isTabStop}
          onToggle={() => void overview.grouping.toggle(row.group.key)}
          trans={trans}
        />
      );
    case 'rest':
      return <RestLine {...row} isTabStop={isTabStop} trans={trans} />;
    case 'run': {
      const { name, displayName } = row.run;
      return (
        <FaultBoundary part={trans.__('The run “%1”', displayName)} trans={trans}>
          <JobLine
            job={row.run}
            distinction={overview.distinctions.get(name)}
            metric={sortedMetric(overview.filter.order)}
            now={now}
            trans={trans}
            isTabStop={isTabStop}
            isChosen={selection.has(name)}
            onChoose={isRange => {
              if (isRange) selection.extendTo(row.run, runsOf(rows));
              else selection.toggle(row.run);
            }}
            onSelect={() => {
              model.select(name);
            }}
          />
        </FaultBoundary>
      );
    }
  }
}

/** Says how many runs there are; a part of them is never passed off as all. */
function countOf(overview: RunOverview, trans: TranslationBundle): string {
  const { all, grouping, loaded, error, isFiltered } = overview;
  if (!loaded) return error ? '' : trans.__('Searching…');
  const isGrouped = grouping.by !== null;
  const count = isGrouped
    ? grouping.groups.reduce((sum, group) => sum + group.count, 0)
    : all.runs.length;
  if (isGrouped && !grouping.isComplete) return trans.__('At least %1 runs', count);
  if (!isGrouped && all.hasMore) return trans.__('The first %1 runs; scroll down for more', count);
  return isFiltered
    ? trans._n('%1 run matches', '%1 runs match', count)
    : trans._n('%1 run', '%1 runs', count);
}

function runsOf(rows: readonly RunRow[]): FoundRun[] {
  return rows.flatMap(row => (row.kind === 'run' ? [row.run] : []));
}
