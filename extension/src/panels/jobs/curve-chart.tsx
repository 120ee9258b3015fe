import type { TranslationBundle } from '@jupyterlab/translation';
import type { MetricSeries } from '@carry-ml/bridge';
import {
  useEffect,
  useRef,
  useState,
  type PointerEvent,
  type ReactNode,
  type RefObject
} from 'react';
import type { ChartGroup } from './chart-groups.js';
import { padded, linear, rangeOf, type Scale } from './scale.js';
import { tickLabel, ticks } from './ticks.js';

const HEIGHT_PX = 150;
const FRAME_PX = { left: 48, right: 22, top: 8, bottom: 20 };

/** One chart: axes with numbers, a curve per series, and the values under the pointer. */
export function CurveChart(props: { group: ChartGroup; trans: TranslationBundle }): ReactNode {
  const { group, trans } = props;
  const figure = useRef<HTMLElement>(null);
  const width = useWidth(figure);
  const [step, setStep] = useState<number | null>(null);
  const x = linear(rangeOf(group.series, 0), [FRAME_PX.left, width - FRAME_PX.right]);
  const y = linear(padded(rangeOf(group.series, 1)), [HEIGHT_PX - FRAME_PX.bottom, FRAME_PX.top]);
  const onMove = (event: PointerEvent<SVGSVGElement>): void => {
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left;
    setStep(nearestStep(group.series, x, at));
  };
  return (
    <figure ref={figure} className="carry-Chart">
      <figcaption className="carry-Chart-caption">
        <span className="carry-Chart-title">{group.title}</span>
        {group.series.map((series, i) => (
          <span key={series.key} className={`carry-Chart-key carry-series-${i % 5}`}>
            {group.series.length > 1 && <span>{series.key}</span>}
            <output>{shownValue(series, step)}</output>
          </span>
        ))}
      </figcaption>
      <svg
        width={width}
        height={HEIGHT_PX}
        role="img"
        aria-label={described(group, trans)}
        onPointerMove={onMove}
        onPointerLeave={() => {
          setStep(null);
        }}
      >
        <Axes group={group} x={x} y={y} width={width} />
        {group.series.map((series, i) => (
          <Curve key={series.key} series={series} index={i} x={x} y={y} />
        ))}
        {step !== null && (
          <line
            className="carry-Chart-cursor"
            x1={x(step)}
            x2={x(step)}
            y1={FRAME_PX.top}
            y2={HEIGHT_PX - FRAME_PX.bottom}
          />
        )}
      </svg>
    </figure>
  );
}

function Axes(props: { group: ChartGroup; x: Scale; y: Scale; width: number }): ReactNode {
  const { group, x, y, width } = props;
  const steps = ticks(...rangeOf(group.series, 0), Math.max(2, Math.floor(width / 80)));
  const values = ticks(...padded(rangeOf(group.series, 1)), 4);
  return (
    <g className="carry-Chart-axes">
      {values.map(value => (
        <g key={value}>
          <line x1={FRAME_PX.left} x2={width - FRAME_PX.right} y1={y(value)} y2={y(value)} />
          <text x={FRAME_PX.left - 6} y={y(value)} dy="0.32em" textAnchor="end">
            {tickLabel(value)}
          </text>
        </g>
      ))}
      {steps.map(value => (
        <text key={value} x={x(value)} y={HEIGHT_PX - 5} textAnchor="middle">
          {tickLabel(value)}
        </text>
      ))}
    </g>
  );
}

function Curve(props: { series: MetricSeries; index: number; x: Scale; y: Scale }): ReactNode {
  const { series, index, x, y } = props;
  const points = series.points.filter(([step, value]) => Number.isFinite(step + value));
  const className = `carry-series-${index % 5}`;
  const [only] = points;
  if (points.length === 1 && only) {
    return <circle className={className} cx={x(only[0])} cy={y(only[1])} r="3" />;
  }
  const line = points.map(([step, value]) => `${x(step).toFixed(1)},${y(value).toFixed(1)}`);
  return <polyline className={className} points={line.join(' ')} />;
}

/** Returns the width of the chart in pixels, which follows the sidebar's width. */
function useWidth(element: RefObject<HTMLElement>): number {
  const [width, setWidth] = useState(280);
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    const observer = new ResizeObserver(() => {
      setWidth(Math.max(160, current.clientWidth));
    });
    observer.observe(current);
    return () => {
      observer.disconnect();
    };
  }, [element]);
  return width;
}

function nearestStep(series: readonly MetricSeries[], x: Scale, at: number): number | null {
  let best: number | null = null;
  for (const { points } of series) {
    for (const [step] of points) {
      if (best === null || Math.abs(x(step) - at) < Math.abs(x(best) - at)) best = step;
    }
  }
  return best;
}

/** Returns the value at the pointer's step, or the last value if the pointer is not on the chart. */
function shownValue({ points }: MetricSeries, step: number | null): string {
  const point = step === null ? points.at(-1) : points.find(([at]) => at === step);
  if (!point) return '–';
  const value = Number.isFinite(point[1]) ? Number(point[1].toPrecision(4)) : point[1];
  return step === null ? tickLabel(value) : `${tickLabel(value)} @ ${tickLabel(point[0])}`;
}

function described({ title, series }: ChartGroup, trans: TranslationBundle): string {
  const parts = series.map(({ key, points }) => {
    const last = points.at(-1);
    return last
      ? trans.__('%1: %2 at step %3', key, tickLabel(last[1]), tickLabel(last[0]))
      : trans.__('%1: no values', key);
  });
  return `${title}. ${parts.join('; ')}`;
}
