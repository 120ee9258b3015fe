import { createHash } from 'node:crypto';
import { fail } from './errors.js';

const CHECK_BYTES = 6;

/** Returns the marker of the page that begins with a name: a text that clients only pass back. */
export function markerOf(name: string): string {
  return Buffer.concat([checkOf(name), Buffer.from(name)]).toString('base64url');
}

/** Returns the name with which the page of a marker begins. Throws MarkerInvalid for a text that is not a whole marker. */
export function nameOfMarker(marker: string): string {
  const bytes = Buffer.from(marker, 'base64url');
  const name = bytes.subarray(CHECK_BYTES).toString();
  if (markerOf(name) !== marker) throw fail('MarkerInvalid');
  return name;
}

/** Recognises a marker that was cut or changed on its way. */
function checkOf(name: string): Buffer {
  return createHash('sha256').update(name).digest().subarray(0, CHECK_BYTES);
}
