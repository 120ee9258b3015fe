import { fail } from '../errors.js';
import { pageOffset } from '../wire/page-token.js';
import type { PointPosition } from './metrics.js';

/** Returns the token of the page behind a point. An offset instead would have to be counted again for every page. */
export function pointToken({ timestamp, step, value }: PointPosition): string {
  // JSON has neither NaN nor infinities.
  const after = [timestamp, step, String(value)];
  return Buffer.from(JSON.stringify({ after })).toString('base64');
}

/** Returns the start of a page of a history: behind a point, or at an offset as in MLflow's own tokens. */
export function historyStart(token: string | undefined): { after?: PointPosition; offset: number } {
  const after = token ? parsePosition(token) : undefined;
  return after ? { after, offset: 0 } : { offset: pageOffset(token) };
}

function parsePosition(token: string): PointPosition | undefined {
  let position: unknown;
  try {
    position = (JSON.parse(Buffer.from(token, 'base64').toString()) as { after?: unknown }).after;
  } catch {
    return undefined;
  }
  if (position === undefined) return undefined;
  const [timestamp, step, value] = Array.isArray(position) ? (position as unknown[]) : [];
  if (typeof timestamp !== 'number' || typeof step !== 'number' || typeof value !== 'string')
    throw fail('MlflowPageTokenInvalid', { token });
  return { timestamp, step, value: Number(value) };
}
