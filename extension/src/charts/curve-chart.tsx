import { useEffect, useMemo, useRef, type KeyboardEvent, type ReactNode } from 'react';
import type uPlot from 'uplot';
import { chartData } from './chart-data.js';
import type { ChartOptions } from './chart-settings.js';
import type { Curve } from './curve.js';
import { makePlot, plotSize, type PlotShape } from './plot.js';
import { useTheme } from './use-theme.js';

/** Lines on axes, and a cursor that the pointer and the arrow keys move from point to point. */
export function CurveChart(props: {
  curves: readonly Curve[];
  options: ChartOptions;
  /** The x of the cursor; null if it is not on the chart. */
  cursor: number | null;
  /** Describes the chart. */
  label: string;
  /** The values at the cursor, as a screen reader says them. */
  valueText: string;
  isTabStop: boolean;
  onCursor: (x: number | null) => void;
}): ReactNode {
  const { curves, options, cursor, onCursor } = props;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const { table, unit } = useMemo(() => chartData(curves, options), [curves, options]);
  const theme = useTheme();
  const shape: PlotShape = { looks: curves.map(({ look }) => look), options, unit };
  const shapeText = JSON.stringify(shape);

  useEffect(() => {
    const { current } = box;
    if (!current) return;
    const made = makePlot(current, JSON.parse(shapeText) as PlotShape, onCursor);
    plot.current = made;
    const observer = new ResizeObserver(() => {
      made.setSize(plotSize(current));
    });
    observer.observe(current);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [shapeText, theme, onCursor]);
  useEffect(() => {
    plot.current?.setData(table);
  }, [table, shapeText, theme, onCursor]);

  const xs = table[0];
  const at = cursor === null ? xs.length - 1 : nearestIndex(xs, cursor / unit.x);
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = target(event.key, cursor === null ? null : at, xs.length);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    const left = plot.current?.valToPos(xs[to] ?? 0, 'x') ?? 0;
    plot.current?.setCursor({ left, top: 0 });
  };
  const onBlur = (): void => {
    plot.current?.setCursor({ left: -10, top: -10 });
  };
  return (
    <div
      ref={box}
      className="carry-Chart-plot"
      role="slider"
      tabIndex={props.isTabStop ? 0 : -1}
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, xs.length - 1)}
      aria-valuenow={Math.max(0, at)}
      aria-valuetext={props.valueText}
      onKeyDown={onKeyDown}
      onBlur={onBlur}
    />
  );
}

/** Returns the index of the number that is nearest to x. */
function nearestIndex(xs: ArrayLike<number>, x: number): number {
  let best = 0;
  for (let i = 1; i < xs.length; i += 1) {
    if (Math.abs((xs[i] ?? 0) - x) < Math.abs((xs[best] ?? 0) - x)) best = i;
  }
  return best;
}

/** Where a key moves the cursor to, from outside of the chart to its last point; null for other keys. */
function target(key: string, at: number | null, count: number): number | null {
  const last = count - 1;
  const page = Math.max(1, Math.round(count / 10));
  const moves: Partial<Record<string, number>> = {
    ArrowRight: (at ?? last - 1) + 1,
    ArrowLeft: (at ?? last + 1) - 1,
    PageUp: (at ?? last) + page,
    PageDown: (at ?? last) - page,
    Home: 0,
    End: last
  };
  const to = moves[key];
  return to === undefined ? null : Math.max(0, Math.min(to, last));
}
