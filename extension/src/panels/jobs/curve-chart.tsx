import {
  useEffect,
  useRef,
  useState,
  type PointerEvent,
  type ReactNode,
  type RefObject
} from 'react';
import { numberText } from '../../parts/number-text.js';
import { pieces, type Curve } from './curve.js';
import { padded, linear, rangeOf, type Scale } from './scale.js';
import { ticks } from './ticks.js';

const HEIGHT_PX = 150;
const FRAME_PX = { left: 48, right: 22, top: 8, bottom: 20 };

/** Axes with numbers, a line per curve, and the step under the pointer. */
export function CurveChart(props: {
  curves: readonly Curve[];
  /** The step under the pointer; null if the pointer is not on the chart. */
  step: number | null;
  label: string;
  onStep: (step: number | null) => void;
}): ReactNode {
  const { curves, step, label, onStep } = props;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const x = linear(rangeOf(curves, 'step'), [FRAME_PX.left, width - FRAME_PX.right]);
  const y = linear(padded(rangeOf(curves, 'value')), [HEIGHT_PX - FRAME_PX.bottom, FRAME_PX.top]);
  const onMove = (event: PointerEvent<SVGSVGElement>): void => {
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left;
    onStep(nearestStep(curves, x, at));
  };
  return (
    <div ref={box}>
      <svg
        width={width}
        height={HEIGHT_PX}
        role="img"
        aria-label={label}
        onPointerMove={onMove}
        onPointerLeave={() => {
          onStep(null);
        }}
      >
        <Axes curves={curves} x={x} y={y} width={width} />
        {curves.map((curve, i) => (
          <Line key={curve.key} curve={curve} index={i} x={x} y={y} />
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
    </div>
  );
}

function Axes(props: { curves: readonly Curve[]; x: Scale; y: Scale; width: number }): ReactNode {
  const { curves, x, y, width } = props;
  const steps = ticks(...rangeOf(curves, 'step'), Math.max(2, Math.floor(width / 80)));
  const values = ticks(...padded(rangeOf(curves, 'value')), 4);
  return (
    <g className="carry-Chart-axes">
      {values.map(value => (
        <g key={value}>
          <line x1={FRAME_PX.left} x2={width - FRAME_PX.right} y1={y(value)} y2={y(value)} />
          <text x={FRAME_PX.left - 6} y={y(value)} dy="0.32em" textAnchor="end">
            {numberText(value)}
          </text>
        </g>
      ))}
      {steps.map(value => (
        <text key={value} x={x(value)} y={HEIGHT_PX - 5} textAnchor="middle">
          {numberText(value)}
        </text>
      ))}
    </g>
  );
}

/** The pieces of a curve, with a gap at values that are not finite. A piece of one point is a dot. */
function Line(props: { curve: Curve; index: number; x: Scale; y: Scale }): ReactNode {
  const { curve, index, x, y } = props;
  const className = `carry-series-${index % 5}`;
  return pieces(curve).map((piece, i) => {
    const [only] = piece;
    if (only && piece.length === 1) {
      return <circle key={i} className={className} cx={x(only.step)} cy={y(only.value)} r="3" />;
    }
    const line = piece.map(({ step, value }) => `${x(step).toFixed(1)},${y(value).toFixed(1)}`);
    return <polyline key={i} className={className} points={line.join(' ')} />;
  });
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

function nearestStep(curves: readonly Curve[], x: Scale, at: number): number | null {
  let best: number | null = null;
  for (const { points } of curves) {
    for (const { step } of points) {
      if (best === null || Math.abs(x(step) - at) < Math.abs(x(best) - at)) best = step;
    }
  }
  return best;
}
