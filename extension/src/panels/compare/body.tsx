import type { TranslationBundle } from '@jupyterlab/translation';
import { useMemo, type ReactNode } from 'react';
import { ChartGrid } from '../../charts/chart-grid.js';
import type { ChartSettings } from '../../charts/chart-settings.js';
import { FaultBoundary } from '../../parts/fault-boundary.js';
import { Notice } from '../../parts/notice.js';
import { useModel } from '../../parts/use-model.js';
import { comparedCharts } from './compared-curves.js';
import { ComparisonView } from './comparison-view.js';
import type { CompareModel } from './model.js';
import { NotebooksView } from './notebooks-view.js';

interface Props {
  model: CompareModel;
  settings: ChartSettings;
  onShowRun: (run: string) => void;
  trans: TranslationBundle;
}

/** Some runs on one page. */
export function CompareBody(props: Props): ReactNode {
  const { model, settings, trans } = props;
  useModel(model);
  const { columns, loaded, error } = model;
  const charts = useMemo(() => comparedCharts(columns), [columns]);
  return (
    <div className="carry-Compare-page">
      {error && <Notice kind="error">{error.message}</Notice>}
      {!loaded && !error && <p className="carry-Hint">{trans.__('Reading the runs…')}</p>}
      {loaded && (
        <FaultBoundary part={trans.__('The table')} trans={trans}>
          <ComparisonView {...props} />
        </FaultBoundary>
      )}
      {charts.length > 0 && (
        <section aria-label={trans.__('Curves')}>
          <h3 className="carry-Section-title">{trans.__('Curves')}</h3>
          <ChartGrid charts={charts} settings={settings} trans={trans} />
        </section>
      )}
      {columns.some(({ run }) => run?.kind === 'job') && (
        <FaultBoundary part={trans.__('The comparison of notebooks')} trans={trans}>
          <NotebooksView model={model} trans={trans} />
        </FaultBoundary>
      )}
    </div>
  );
}
