import { curveOf, originOf, type Chart, type Curve } from '../../charts/curve.js';
import type { ComparedColumn } from './model.js';

/** Returns the names of the runs, which differ: runs of one name are numbered. */
export function columnNames(columns: readonly ComparedColumn[]): string[] {
  const names = columns.map(({ name, run }) => run?.displayName ?? name);
  return names.map((name, i) => {
    const isAlone = names.indexOf(name) === names.lastIndexOf(name);
    return isAlone ? name : `${name} #${i + 1}`;
  });
}

/** Returns a chart for each metric, with a curve of each run that has logged it. */
export function comparedCharts(columns: readonly ComparedColumn[]): Chart[] {
  const names = columnNames(columns);
  const charts = new Map<string, Curve[]>();
  columns.forEach(({ name, series }, look) => {
    const about = { key: name, label: names[look] ?? name, look, origin: originOf(series) };
    for (const one of series) {
      charts.set(one.key, [...(charts.get(one.key) ?? []), curveOf(one, about)]);
    }
  });
  return [...charts]
    .map(([title, curves]) => ({ title, curves }))
    .sort((a, b) => a.title.localeCompare(b.title, undefined, { numeric: true }));
}
