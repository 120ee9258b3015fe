import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { MAX_SMOOTHING, type ChartSettings, type XAxis } from './chart-settings.js';

/** How the charts are drawn. */
export function ChartControls(props: {
  settings: ChartSettings;
  trans: TranslationBundle;
}): ReactNode {
  const { settings, trans } = props;
  const { x, smoothing, isLog } = settings.options;
  const axes: [XAxis, string][] = [
    ['step', trans.__('By step')],
    ['relative', trans.__('By time since start')],
    ['clock', trans.__('By time of day')]
  ];
  return (
    <>
      <select
        className="carry-Input carry-Charts-axis"
        aria-label={trans.__('Horizontal axis')}
        value={x}
        onChange={({ target: { value } }) => {
          settings.set({ x: axes.find(([axis]) => axis === value)?.[0] ?? 'step' });
        }}
      >
        {axes.map(([axis, label]) => (
          <option key={axis} value={axis}>
            {label}
          </option>
        ))}
      </select>
      <label className="carry-Charts-choice">
        <input
          type="checkbox"
          className="carry-Checkbox"
          checked={isLog}
          onChange={event => {
            settings.set({ isLog: event.target.checked });
          }}
        />
        {trans.__('Log scale')}
      </label>
      <label className="carry-Charts-choice carry-Charts-smoothing">
        {trans.__('Smoothing')}
        <input
          type="range"
          min="0"
          max={MAX_SMOOTHING}
          step="0.01"
          value={smoothing}
          title={trans.__(
            'Weight of the earlier values in the moving average; the values as logged stay visible behind it'
          )}
          onChange={event => {
            settings.set({ smoothing: Number(event.target.value) });
          }}
        />
        <span className="carry-Charts-weight">{smoothing.toFixed(2)}</span>
      </label>
    </>
  );
}
