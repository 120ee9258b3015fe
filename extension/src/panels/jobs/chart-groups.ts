import type { MetricSeries } from '@carry-ml/bridge';

/** The curves of one chart. */
export interface ChartGroup {
  title: string;
  series: MetricSeries[];
}

/** Puts `loss`, `val_loss` and `train/loss` on one chart, and every other metric on its own. */
export function chartGroups(series: readonly MetricSeries[]): ChartGroup[] {
  const groups = new Map<string, MetricSeries[]>();
  for (const one of series) {
    const title = subject(one.key);
    groups.set(title, [...(groups.get(title) ?? []), one]);
  }
  return [...groups].map(([title, members]) => ({
    title: members.length === 1 ? (members[0]?.key ?? title) : title,
    series: members
  }));
}

function subject(key: string): string {
  return key.replace(/^(train|training|val|validation|valid|test|eval)[_/.-]/i, '');
}
