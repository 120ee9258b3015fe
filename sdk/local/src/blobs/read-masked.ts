import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import type { SecretTexts } from '../identity/secret-texts.js';

/** Reads the bytes from `start` to `end`, both inclusive, of an open file, and then closes it. Secrets in them are masked. */
export function readMasked(
  file: number,
  { start, end }: { start: number; end: number },
  secrets?: SecretTexts
): Readable {
  if (!secrets) return createReadStream('', { fd: file, start, end });
  const from = Math.max(0, start - secrets.reach);
  const whole = createReadStream('', { fd: file, start: from, end: end + secrets.reach });
  // The reader of the result gets an error of the file, and the file is closed when the reader leaves.
  return pipeline(whole, secrets.stream(start - from, end - start + 1), () => undefined);
}
