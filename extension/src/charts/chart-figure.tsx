import type { TranslationBundle } from '@jupyterlab/translation';
import { useRef, useState, type ReactNode } from 'react';
import { numberText } from '../parts/number-text.js';
import { notPositive } from './chart-data.js';
import type { ChartOptions, XAxis } from './chart-settings.js';
import { hasLine, lackOf, type Chart, type Curve, type CurvePoint } from './curve.js';
import { CurveChart } from './curve-chart.js';
import { CurveSwatch } from './curve-swatch.js';
import { useInView } from './use-in-view.js';
import { xOf, xText } from './x-axis.js';

interface Props {
  chart: Chart;
  options: ChartOptions;
  /** False for all charts but one: arrow keys reach the others. */
  isTabStop: boolean;
  /** Shows the chart large; undefined if it is. */
  onEnlarge?: () => void;
  trans: TranslationBundle;
}

/** The curves of one chart: their values as numbers, and the lines if there are any to draw. */
export function ChartFigure(props: Props): ReactNode {
  const { chart, options, isTabStop, trans } = props;
  const { title, curves } = chart;
  const [cursor, setCursor] = useState<number | null>(null);
  const figure = useRef<HTMLElement>(null);
  const isInView = useInView(figure);
  const isDrawn = curves.some(hasLine);
  return (
    <figure className="carry-Chart" ref={figure} data-chart={title}>
      <figcaption className="carry-Chart-caption">
        <Title {...props} canEnlarge={isDrawn} />
        {curves.map(curve => (
          <span
            key={curve.key}
            className={`carry-Chart-key ${isDrawn ? '' : 'carry-mod-single'}`}
            title={curve.label}
          >
            {isDrawn && <CurveSwatch look={curve.look} />}
            {curves.length > 1 && <span className="carry-Chart-label">{curve.label}</span>}
            <span className="carry-Chart-value">{shownValue(curve, cursor, options.x)}</span>
          </span>
        ))}
      </figcaption>
      {isDrawn && !isInView && <div className="carry-Chart-plot" />}
      {isDrawn && isInView && (
        <CurveChart
          curves={curves}
          options={options}
          cursor={cursor}
          label={described(title, curves, trans)}
          valueText={spokenValues(curves, cursor, options.x)}
          isTabStop={isTabStop}
          onCursor={setCursor}
        />
      )}
      {curves.map(curve => (
        <Lack key={curve.key} curve={curve} isLog={options.isLog} trans={trans} />
      ))}
    </figure>
  );
}

function Title(props: Props & { canEnlarge: boolean }): ReactNode {
  const { chart, canEnlarge, isTabStop, onEnlarge, trans } = props;
  if (!onEnlarge || !canEnlarge) return <span className="carry-Chart-title">{chart.title}</span>;
  return (
    <button
      type="button"
      className="carry-Link carry-Chart-title"
      title={trans.__('Enlarge')}
      aria-label={trans.__('Enlarge the chart “%1”', chart.title)}
      tabIndex={isTabStop ? 0 : -1}
      onClick={onEnlarge}
    >
      {chart.title}
    </button>
  );
}

/** Says which values of a metric are not drawn, and why. */
function Lack(props: { curve: Curve; isLog: boolean; trans: TranslationBundle }): ReactNode {
  const { curve, isLog, trans } = props;
  const lack = curve.points.length > 1 ? lackOf(curve) : null;
  const hidden = isLog && hasLine(curve) ? notPositive(curve) : 0;
  if (lack === null && hidden === 0) return null;
  return <p className="carry-Hint">{lackText(curve, lack, hidden, trans)}</p>;
}

function lackText(
  { label, points }: Curve,
  lack: ReturnType<typeof lackOf>,
  hidden: number,
  trans: TranslationBundle
): string {
  if (lack === 'all-nan')
    return trans.__('Every value of “%1” is NaN: there is no curve to draw.', label);
  if (lack === 'none-finite')
    return trans.__('No value of “%1” is a finite number: there is no curve to draw.', label);
  return trans._n(
    '%1 value of “%3” is 0 or less: a log scale cannot show it.',
    '%1 of %2 values of “%3” are 0 or less: a log scale cannot show them.',
    hidden,
    points.length,
    label
  );
}

/** Returns the value next to the cursor with its place, or the last value if there is no cursor. */
function shownValue(curve: Curve, cursor: number | null, x: XAxis): string {
  const point = cursor === null ? curve.points.at(-1) : nearest(curve, cursor, x);
  if (!point) return '–';
  const value = numberText(point.value, 4);
  return cursor === null ? value : `${value} @ ${xText(xOf(point, curve, x), x)}`;
}

function spokenValues(curves: readonly Curve[], cursor: number | null, x: XAxis): string {
  return curves.map(curve => `${curve.label}: ${shownValue(curve, cursor, x)}`).join('; ');
}

function nearest(curve: Curve, cursor: number, x: XAxis): CurvePoint | undefined {
  let best: CurvePoint | undefined;
  let least = Infinity;
  for (const point of curve.points) {
    const distance = Math.abs(xOf(point, curve, x) - cursor);
    if (distance <= least) [best, least] = [point, distance];
  }
  return best;
}

function described(title: string, curves: readonly Curve[], trans: TranslationBundle): string {
  const parts = curves.map(({ label, points }) => {
    const last = points.at(-1);
    return last
      ? trans.__('%1: %2 at step %3', label, numberText(last.value), numberText(last.step))
      : trans.__('%1: no values', label);
  });
  return `${title}. ${parts.join('; ')}`;
}
