import type { TranslationBundle } from '@jupyterlab/translation';
import type { FoundRun } from '@carry-ml/bridge';

/** The most metrics that runs can be sorted by. */
const MAX_METRICS = 30;

/** MLflow's sort key, and words for it. The service's own order has no key. */
type Order = [key: string, label: string];

/** Returns the orders of the list: by the times, the name, the metrics of the runs, and the chosen one though no run on the page has its metric. */
export function orders(
  runs: readonly FoundRun[],
  chosen: string | undefined,
  trans: TranslationBundle
): Order[] {
  const found: Order[] = [
    ['', trans.__('Newest first')],
    ['attributes.start_time ASC', trans.__('Oldest first')],
    ['attributes.end_time DESC', trans.__('Ended last first')],
    ['attributes.run_name ASC', trans.__('By name')],
    ...metricsOf(runs).flatMap((key): Order[] => [
      [`metrics.\`${key}\` DESC`, trans.__('%1, highest first', key)],
      [`metrics.\`${key}\` ASC`, trans.__('%1, lowest first', key)]
    ])
  ];
  const isListed = chosen === undefined || found.some(([key]) => key === chosen);
  return isListed ? found : [...found, [chosen, chosen]];
}

/** Returns the metric that a sort key names; null if it names none. */
export function sortedMetric(order = ''): string | null {
  return /^metrics\.`([^`]+)` /.exec(order)?.[1] ?? null;
}

/** Returns the metrics that the most runs have, sorted; MLflow cannot quote a backtick. */
function metricsOf(runs: readonly FoundRun[]): string[] {
  const counts = new Map<string, number>();
  for (const { metrics } of runs) {
    for (const { key } of metrics) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .filter(([key]) => !key.includes('`'))
    .sort(([, a], [, b]) => b - a)
    .slice(0, MAX_METRICS)
    .map(([key]) => key)
    .sort();
}
