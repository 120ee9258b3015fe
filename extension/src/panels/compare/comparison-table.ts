import type { ComparedRun } from '@carry-ml/bridge';
import { metricNumber, numberText } from '../../parts/number-text.js';

/** What one thing is in each of the runs. */
export interface Row {
  name: string;
  /** A text for each run; null where a run does not have it. */
  values: (string | null)[];
}

/** A run of a column; null if it cannot be read. */
type Run = ComparedRun | null;

/** Returns the rows of what is listed by name, such as the parameters, sorted by name. */
export function namedRows(
  runs: readonly Run[],
  entries: (run: ComparedRun) => readonly { name: string; value: string }[]
): Row[] {
  const columns = runs.map(run =>
    run === null ? null : new Map(entries(run).map(({ name, value }) => [name, value]))
  );
  const names = new Set(columns.flatMap(column => [...(column?.keys() ?? [])]));
  return [...names].sort(byName).map(name => ({
    name,
    values: columns.map(column => column?.get(name) ?? null)
  }));
}

/** Returns the rows of the latest values of the metrics. */
export function metricRows(runs: readonly Run[]): Row[] {
  return namedRows(runs, ({ latest }) =>
    latest.map(({ key, value }) => ({ name: key, value: numberText(metricNumber(value)) }))
  );
}

/** Returns the rows in which the runs that can be read are not all the same. */
export function differing(rows: readonly Row[], runs: readonly Run[]): Row[] {
  return rows.filter(({ values }) => {
    const known = values.filter((_, i) => runs[i] !== null);
    return new Set(known).size > 1;
  });
}

/** `loss-2` before `loss-10`. */
function byName(a: string, b: string): number {
  return a.localeCompare(b, undefined, { numeric: true });
}
