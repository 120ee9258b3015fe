import type { TranslationBundle } from '@jupyterlab/translation';
import { useEffect, useRef, type ReactNode } from 'react';
import { ChartFigure } from './chart-figure.js';
import type { ChartOptions } from './chart-settings.js';
import type { Chart } from './curve.js';

/** One chart above the page. It goes on living there; Escape closes it. */
export function LargeChart(props: {
  chart: Chart;
  options: ChartOptions;
  onClose: () => void;
  trans: TranslationBundle;
}): ReactNode {
  const { chart, options, onClose, trans } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="carry-LargeChart"
      aria-label={trans.__('The metric “%1”', chart.title)}
      onClose={onClose}
      onKeyDown={event => {
        // The shortcuts of the page behind it are not meant.
        event.stopPropagation();
      }}
    >
      <ChartFigure chart={chart} options={options} isTabStop trans={trans} />
      <form method="dialog" className="carry-LargeChart-end">
        <button className="carry-Button">{trans.__('Close')}</button>
      </form>
    </dialog>
  );
}
