import { fail } from '../errors.js';
import { pageOffset } from '../wire/page-token.js';
import type { PointPlace } from './metrics.js';

/** The token of the page behind a point: a count would have to be counted off again, for each page more. */
export function pointToken({ timestamp, step, value }: PointPlace): string {
  // JSON has neither NaN nor infinities.
  const after = [timestamp, step, String(value)];
  return Buffer.from(JSON.stringify({ after })).toString('base64');
}

/** Where a page of a history begins: behind a point, or after a count as in MLflow's own tokens. */
export function historyStart(token: string | undefined): { after?: PointPlace; offset: number } {
  const after = token ? placeIn(token) : undefined;
  return after ? { after, offset: 0 } : { offset: pageOffset(token) };
}

function placeIn(token: string): PointPlace | undefined {
  let told: unknown;
  try {
    told = (JSON.parse(Buffer.from(token, 'base64').toString()) as { after?: unknown }).after;
  } catch {
    return undefined;
  }
  if (told === undefined) return undefined;
  const [timestamp, step, value] = Array.isArray(told) ? (told as unknown[]) : [];
  if (typeof timestamp !== 'number' || typeof step !== 'number' || typeof value !== 'string')
    throw fail('MlflowPageTokenInvalid', { token });
  return { timestamp, step, value: Number(value) };
}
