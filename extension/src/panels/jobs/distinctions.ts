import type { FoundRun } from '@carry-ml/bridge';

/** What tells the runs of one notebook, or of one experiment, apart. */
export interface Distinction {
  /** Names of the parameters of which these runs have different values. */
  parameters: readonly string[];
  /** The metric that the most of these runs have; null if they have none. */
  metric: string | null;
}

/** Metrics of the machine, which MLflow logs beside those of the program. */
const SYSTEM_METRIC = /^system\//;

/** Names of metrics that say how good a model is, the best ones first. */
const TELLING = [/^(?:val|valid|validation|test|eval)[_/ -]/i, /loss|acc|score|auc|error|mae|mse/i];

/** Returns what tells each of the runs apart from those of the same notebook, by the name of the run. */
export function distinctions(runs: readonly FoundRun[]): ReadonlyMap<string, Distinction> {
  const groups = new Map<string, FoundRun[]>();
  for (const run of runs) {
    const group = groups.get(groupOf(run));
    if (group) group.push(run);
    else groups.set(groupOf(run), [run]);
  }
  const found = new Map<string, Distinction>();
  for (const group of groups.values()) {
    const distinction = { parameters: differingParameters(group), metric: keyMetric(group) };
    for (const { name } of group) found.set(name, distinction);
  }
  return found;
}

function groupOf({ notebook, experiment }: FoundRun): string {
  return notebook === null ? `experiment ${experiment}` : `notebook ${notebook}`;
}

/** A run without a value may not have logged it yet: that alone is no difference. */
function differingParameters(runs: readonly FoundRun[]): string[] {
  const values = new Map<string, string>();
  const differing = new Set<string>();
  for (const { parameters } of runs) {
    for (const { name, value } of parameters) {
      const before = values.get(name);
      if (before === undefined) values.set(name, value);
      else if (before !== value) differing.add(name);
    }
  }
  return [...values.keys()].filter(name => differing.has(name));
}

function keyMetric(runs: readonly FoundRun[]): string | null {
  const counts = new Map<string, number>();
  for (const { metrics } of runs) {
    for (const { key } of metrics) {
      if (!SYSTEM_METRIC.test(key)) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const [first] = [...counts].sort(
    ([a, countA], [b, countB]) => countB - countA || rank(a) - rank(b) || a.localeCompare(b)
  );
  return first?.[0] ?? null;
}

function rank(key: string): number {
  const at = TELLING.findIndex(pattern => pattern.test(key));
  return at === -1 ? TELLING.length : at;
}
