import { randomBytes } from 'node:crypto';

/** Returns a new name for a job that is readable, sorts by time and is unique: `adder_20261121_0345_k3f9x2`. */
export function newJobName(from: string, now = new Date()): string {
  const stamp = now.toISOString().replace(/[-:]/g, '').slice(0, 13).replace('T', '_');
  const unique = BigInt(`0x${randomBytes(6).toString('hex')}`)
    .toString(36)
    .slice(0, 6);
  return `${plainName(from, 'job').slice(0, 60)}_${stamp}_${unique}`;
}

/** Returns a name that Azure ML accepts: letters, digits, `-` and `_`, beginning with a letter or a digit. */
export function plainName(text: string, otherwise: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[-_]+|(?<!-)-+$/g, '');
  return plain || otherwise;
}
