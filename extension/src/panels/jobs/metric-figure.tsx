import type { TranslationBundle } from '@jupyterlab/translation';
import { useState, type ReactNode } from 'react';
import { numberText } from '../../parts/number-text.js';
import type { ChartGroup } from './chart-groups.js';
import { curveOf, lackOf, type Curve } from './curve.js';
import { CurveChart } from './curve-chart.js';

/** The metrics of one group: their values as numbers, and the chart if there is a curve to draw. */
export function MetricFigure(props: { group: ChartGroup; trans: TranslationBundle }): ReactNode {
  const { group, trans } = props;
  const [step, setStep] = useState<number | null>(null);
  const curves = group.series.map(curveOf);
  const hasCurve = curves.some(curve => curve.points.length > 1 && lackOf(curve) === null);
  return (
    <figure className="carry-Chart">
      <figcaption className="carry-Chart-caption">
        <span className="carry-Chart-title">{group.title}</span>
        {curves.map((curve, i) => (
          <span
            key={curve.key}
            className={`carry-Chart-key carry-series-${i % 5} ${hasCurve ? '' : 'carry-mod-single'}`}
          >
            {curves.length > 1 && <span>{curve.key}</span>}
            <output>{shownValue(curve, step)}</output>
          </span>
        ))}
      </figcaption>
      {hasCurve && (
        <CurveChart
          curves={curves}
          step={step}
          label={described(group.title, curves, trans)}
          onStep={setStep}
        />
      )}
      {curves.map(curve => (
        <Lack key={curve.key} curve={curve} trans={trans} />
      ))}
    </figure>
  );
}

/** Says why a metric of several values has no curve. */
function Lack({ curve, trans }: { curve: Curve; trans: TranslationBundle }): ReactNode {
  const lack = curve.points.length > 1 ? lackOf(curve) : null;
  if (lack === null) return null;
  return (
    <p className="carry-Hint">
      {lack === 'all-nan'
        ? trans.__('Every value of “%1” is NaN: there is no curve to draw.', curve.key)
        : trans.__('No value of “%1” is a finite number: there is no curve to draw.', curve.key)}
    </p>
  );
}

/** Returns the value at the pointer's step, or the last value if the pointer is not on the chart. */
function shownValue({ points }: Curve, step: number | null): string {
  const point = step === null ? points.at(-1) : points.find(one => one.step === step);
  if (!point) return '–';
  const value = numberText(point.value, 4);
  return step === null ? value : `${value} @ ${numberText(point.step)}`;
}

function described(title: string, curves: readonly Curve[], trans: TranslationBundle): string {
  const parts = curves.map(({ key, points }) => {
    const last = points.at(-1);
    return last
      ? trans.__('%1: %2 at step %3', key, numberText(last.value), numberText(last.step))
      : trans.__('%1: no values', key);
  });
  return `${title}. ${parts.join('; ')}`;
}
