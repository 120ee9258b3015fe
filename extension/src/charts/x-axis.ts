import { duration } from '../parts/duration.js';
import { pageLanguage } from '../parts/page-language.js';
import { numberText } from '../parts/number-text.js';
import type { XAxis } from './chart-settings.js';
import type { Curve, CurvePoint } from './curve.js';

const DAY_S = 86_400;

/** The distances between numbers on the axis of steps, which are whole. */
export const STEP_INCREMENTS = Array.from({ length: 16 }, (_, power) =>
  [1, 2, 5].map(factor => factor * 10 ** power)
).flat();

/** The distances between numbers on the axis of relative time, in seconds. */
export const DURATION_INCREMENTS = [
  ...[0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map(minutes => minutes * 60),
  ...[1, 2, 3, 6, 12].map(hours => hours * 3600),
  ...[1, 2, 5, 10, 20, 50, 100, 1000, 10_000, 100_000].map(days => days * DAY_S)
];

/** Returns the place of a point on the axis: its step, or a time in seconds. */
export function xOf(point: CurvePoint, { origin }: Curve, x: XAxis): number {
  if (x === 'step') return point.step;
  return (point.time - (x === 'relative' ? origin : 0)) / 1000;
}

/** Formats the place of one point. */
export function xText(value: number, x: XAxis): string {
  if (x === 'step') return numberText(value);
  return x === 'relative' ? duration(value * 1000) : clockText(value, 0);
}

/** Formats the numbers on the axis, of which the last is `span` after the first. */
export function tickText(value: number, x: XAxis, span: number): string {
  if (x === 'step') return numberText(value);
  return x === 'relative' ? shortDuration(value) : clockText(value, span);
}

function clockText(seconds: number, span: number): string {
  const at = new Date(seconds * 1000);
  if (span > 2 * DAY_S)
    return at.toLocaleDateString(pageLanguage(), { day: 'numeric', month: 'short' });
  const second = span < 300 ? '2-digit' : undefined;
  return at.toLocaleTimeString(pageLanguage(), { hour: '2-digit', minute: '2-digit', second });
}

function shortDuration(seconds: number): string {
  if (seconds >= DAY_S) return `${numberText(seconds / DAY_S)} d`;
  if (seconds >= 3600) return `${numberText(seconds / 3600)} h`;
  return seconds >= 60 ? `${numberText(seconds / 60)} min` : `${numberText(seconds)} s`;
}
