import { randomBytes } from 'node:crypto';

/** A new name for a job: readable, sorted by time, and unique: `adder_20261121_0345_k3f9x2`. */
export function newJobName(from: string, now = new Date()): string {
  const stamp = now.toISOString().replace(/[-:]/g, '').slice(0, 13).replace('T', '_');
  const unique = BigInt(`0x${randomBytes(6).toString('hex')}`)
    .toString(36)
    .slice(0, 6);
  return `${plainName(from, 'job').slice(0, 60)}_${stamp}_${unique}`;
}

/** Letters, digits, `-` and `_`, beginning with a letter or digit: what Azure ML takes for names. */
export function plainName(text: string, otherwise: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[-_]+|-+$/g, '');
  return plain || otherwise;
}
