import uPlot from 'uplot';
import { isolated, type ChartData } from './chart-data.js';
import type { ChartOptions } from './chart-settings.js';
import { dashOf, lookClass } from './look.js';
import { DURATION_INCREMENTS, STEP_INCREMENTS, tickText } from './x-axis.js';
import { numberText } from '../parts/number-text.js';

const LINE_WIDTH_PX = 1.75;
const DOT_PX = 6;
/** Opacity of the values as logged behind their average. */
const FAINT = 0.3;

/** What stays the same while a run goes on: another value of these needs another plot. */
export interface PlotShape {
  looks: readonly number[];
  options: ChartOptions;
  unit: ChartData['unit'];
}

/** Makes a chart without data in an element, in the colours and the font that the style sheet gives to it. */
export function makePlot(
  element: HTMLElement,
  { looks, options, unit }: PlotShape,
  /** Called with the x of the cursor; null if it is not on the chart. */
  onCursor: (x: number | null) => void
): uPlot {
  const lines = looks.map(look => lineStyle(element, look));
  const logged = options.smoothing > 0 ? lines.map(faint) : [];
  const series = [{}, ...logged, ...lines];
  const plotOptions: uPlot.Options = {
    ...plotSize(element),
    padding: [8, 14, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: DOT_PX + 2 } },
    scales: {
      x: { time: options.x === 'clock' },
      // The enum of distributions is one of the types alone.
      // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment
      y: options.isLog ? { distr: 3, log: 10 } : {}
    },
    axes: axesIn(element, options, unit),
    series,
    hooks: {
      setCursor: [
        ({ cursor: { idx }, data: [xs] }) => {
          const x = idx === null || idx === undefined ? undefined : xs[idx];
          onCursor(x === undefined ? null : x * unit.x);
        }
      ]
    }
  };
  const empty = series.map((): number[] => []) as uPlot.AlignedData;
  return new uPlot(plotOptions, empty, element);
}

/** Returns the size of the plot that fills an element. */
export function plotSize(element: HTMLElement): Pick<uPlot.Options, 'width' | 'height'> {
  return { width: Math.max(element.clientWidth, 120), height: Math.max(element.clientHeight, 80) };
}

function lineStyle(element: HTMLElement, look: number): uPlot.Series {
  const stroke = colorOf(element, look);
  return {
    stroke,
    width: LINE_WIDTH_PX,
    dash: dashOf(look),
    points: {
      show: false,
      size: DOT_PX,
      fill: stroke,
      filter: ({ data }, column) => isolated(data[column] ?? [])
    }
  };
}

function faint(line: uPlot.Series): uPlot.Series {
  return { stroke: line.stroke, width: 1, alpha: FAINT, points: { show: false } };
}

/** A canvas knows no class: an element of the class tells its colour, also where the system forces another one. */
function colorOf(element: HTMLElement, look: number): string {
  const probe = document.createElement('span');
  probe.className = `carry-Chart-probe ${lookClass(look)}`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function axesIn(
  element: HTMLElement,
  { x }: ChartOptions,
  unit: ChartData['unit']
): [uPlot.Axis, uPlot.Axis] {
  const style = getComputedStyle(element);
  // The library understands whole pixels only.
  const fontSize = Math.round(parseFloat(style.fontSize)) || 11;
  const common: uPlot.Axis = {
    stroke: style.color,
    font: `${fontSize}px ${style.fontFamily}`,
    ticks: { show: false },
    gap: 4
  };
  return [
    {
      ...common,
      grid: { show: false },
      space: fontSize * 6,
      size: fontSize * 1.6 + 4,
      ...(x === 'relative' && { incrs: DURATION_INCREMENTS }),
      ...(x === 'step' && unit.x === 1 && { incrs: STEP_INCREMENTS }),
      values: (_, splits) => {
        const span = (splits.at(-1) ?? 0) - (splits[0] ?? 0);
        return splits.map(split => tickText(split * unit.x, x, span));
      }
    },
    {
      ...common,
      grid: { stroke: style.borderTopColor, width: 1 },
      space: fontSize * 2.4,
      // A split is null where a log scale has a line without a number; the last one may be beyond all numbers.
      values: (_, splits) =>
        splits.map((split: number | null) => {
          const value = split === null ? NaN : split * unit.y;
          return Number.isFinite(value) ? numberText(value) : '';
        }),
      size: (_, values: string[] | null) =>
        Math.max(0, ...(values ?? []).map(({ length }) => length)) * fontSize * 0.58 + 10
    }
  ];
}
