import type { TranslationBundle } from '@jupyterlab/translation';
import type { MetricSeries } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { chartGroups } from './chart-groups.js';
import { CurveChart } from './curve-chart.js';

/** The charts of a run's metrics. */
export function JobMetrics(props: {
  series: readonly MetricSeries[];
  trans: TranslationBundle;
}): ReactNode {
  const { series, trans } = props;
  if (series.length === 0) {
    return <p className="carry-Hint">{trans.__('This run has logged no metrics yet.')}</p>;
  }
  return (
    <div className="carry-Scroll">
      {chartGroups(series).map(group => (
        <CurveChart key={group.title} group={group} trans={trans} />
      ))}
    </div>
  );
}
