import type { TranslationBundle } from '@jupyterlab/translation';
import type { MetricSeries } from '@carry-ml/bridge';
import { useMemo, type ReactNode } from 'react';
import { ChartGrid } from '../../charts/chart-grid.js';
import type { ChartSettings } from '../../charts/chart-settings.js';
import { chartGroups } from './chart-groups.js';

/** The charts of a run's metrics. */
export function JobMetrics(props: {
  series: readonly MetricSeries[];
  settings: ChartSettings;
  trans: TranslationBundle;
}): ReactNode {
  const { series, settings, trans } = props;
  const charts = useMemo(() => chartGroups(series), [series]);
  if (series.length === 0) {
    return <p className="carry-Hint">{trans.__('This run has logged no metrics yet.')}</p>;
  }
  return (
    <div className="carry-Scroll">
      <ChartGrid charts={charts} settings={settings} trans={trans} />
    </div>
  );
}
