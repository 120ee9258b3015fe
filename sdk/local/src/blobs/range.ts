import type { IncomingHttpHeaders } from 'node:http';
import { fail } from './errors.js';

/** The bytes asked for, both ends included; undefined means all of them. */
export function byteRange(
  headers: IncomingHttpHeaders,
  size: number
): { start: number; end: number } | undefined {
  const asked = headers['x-ms-range'] ?? headers.range;
  if (typeof asked !== 'string') return undefined;
  const found = /^bytes=(\d*)-(\d*)$/.exec(asked.trim());
  if (!found || (!found[1] && !found[2])) return undefined;
  const start = found[1] ? Number(found[1]) : Math.max(0, size - Number(found[2]));
  const end = found[1] && found[2] ? Math.min(Number(found[2]), size - 1) : size - 1;
  if (start > end) throw fail('InvalidRange', { range: asked, size });
  return { start, end };
}
