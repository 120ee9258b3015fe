import type { FoundRun, JobSummary, RunGroup } from '@carry-ml/bridge';
import type { RunList } from './run-list.js';
import type { RunOverview } from './run-overview.js';

/** A row of the panel. */
export type RunRow =
  | { kind: 'run'; key: string; run: FoundRun }
  | { kind: 'group'; key: string; group: RunGroup; isOpen: boolean; pinned: number }
  /** What follows the runs of an open group that are read. */
  | { kind: 'rest'; key: string; list: RunList; left: number };

/** Returns the rows: the pinned runs, then the others, in groups or not. What the bridge has pushed of a run replaces what was read. */
export function runRows(
  { all, pinned, grouping }: RunOverview,
  pushed: readonly JobSummary[]
): RunRow[] {
  const live = new Map(pushed.map(job => [job.name, job]));
  const isPinned = new Set(pinned.runs.map(({ name }) => name));
  const rowOf = (run: FoundRun): RunRow => ({
    kind: 'run',
    key: run.name,
    run: { ...run, ...live.get(run.name) }
  });
  const others = ({ runs }: RunList): RunRow[] =>
    runs.filter(({ name }) => !isPinned.has(name)).map(rowOf);
  const above = pinned.runs.map(rowOf);
  const { by, groups, lists } = grouping;
  if (by === null) return [...above, ...others(all)];
  return [
    ...above,
    ...groups.flatMap((group): RunRow[] => {
      const list = lists.get(group.key);
      const count = pinned.runs.filter(run => (run[by] ?? '') === group.key).length;
      // A run is named without spaces, and so differs from the key of a group.
      const key = `group ${group.key}`;
      const head: RunRow = { kind: 'group', key, group, isOpen: list !== undefined, pinned: count };
      if (!list) return [head];
      const left = group.count - list.runs.length;
      const isAll = list.loaded && !list.hasMore && !list.error;
      const rest: RunRow[] = isAll ? [] : [{ kind: 'rest', key: `rest ${group.key}`, list, left }];
      return [head, ...others(list), ...rest];
    })
  ];
}
