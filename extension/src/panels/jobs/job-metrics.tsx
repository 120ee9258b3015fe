import type { TranslationBundle } from '@jupyterlab/translation';
import type { MetricSeries } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { FaultBoundary } from '../../parts/fault-boundary.js';
import { chartGroups } from './chart-groups.js';
import { MetricFigure } from './metric-figure.js';

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
        <FaultBoundary
          key={group.title}
          part={trans.__('The metric “%1”', group.title)}
          trans={trans}
        >
          <MetricFigure group={group} trans={trans} />
        </FaultBoundary>
      ))}
    </div>
  );
}
