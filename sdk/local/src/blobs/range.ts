import type { IncomingHttpHeaders } from 'node:http';
import { fail } from './errors.js';

/** Reads the requested byte range, both ends inclusive; undefined means the complete blob. */
export function byteRange(
  headers: IncomingHttpHeaders,
  size: number
): { start: number; end: number } | undefined {
  const given = headers['x-ms-range'] ?? headers.range;
  if (typeof given !== 'string') return undefined;
  const found = /^bytes=(\d*)-(\d*)$/.exec(given.trim());
  if (!found || (!found[1] && !found[2])) return undefined;
  const start = found[1] ? Number(found[1]) : Math.max(0, size - Number(found[2]));
  const end = found[1] && found[2] ? Math.min(Number(found[2]), size - 1) : size - 1;
  if (start > end) throw fail('InvalidRange', { range: given, size });
  return { start, end };
}
