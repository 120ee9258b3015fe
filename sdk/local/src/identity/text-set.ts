import type { Place } from './text-places.js';

/** The factor of the hash: a large odd number, so that every byte of a text changes most bits. */
const FACTOR = 0x9e3779b1;
/** Number of low bits of a hash by which most places are skipped without a look into the set. */
const FILTER_BITS = 16;

/** Texts of one length: where each begins among all texts, by its hash, and where those begin that have the hash of another. */
interface SameLength {
  length: number;
  starts: Map<number, number>;
  others: Map<number, number[]>;
  filter: Uint8Array;
}

/**
 * Finds many texts at once: however many there are, the bytes are read once for each length of a text. The texts are parts of a few long
 * ones, which are not copied.
 */
export class TextSet {
  private readonly lengths: readonly SameLength[];

  /** @param parts - where the texts begin and end in `whole` */
  constructor(
    private readonly whole: Buffer,
    parts: readonly Place[]
  ) {
    const byLength = new Map<number, SameLength>();
    for (const { at, end } of parts) {
      const length = end - at;
      const same = byLength.get(length) ?? {
        length,
        starts: new Map<number, number>(),
        others: new Map<number, number[]>(),
        filter: new Uint8Array(2 ** FILTER_BITS)
      };
      byLength.set(length, same);
      this.add(same, at);
    }
    this.lengths = [...byLength.values()];
  }

  /** Returns every place of one of the texts. */
  *placesIn(bytes: Buffer): Generator<Place> {
    for (const same of this.lengths) yield* this.placesOf(same, bytes);
  }

  private add(same: SameLength, at: number): void {
    const hash = hashOf(this.whole, at, same.length);
    // A text that repeats itself has equal parts.
    if (this.has(same, hash, this.whole, at)) return;
    if (same.starts.has(hash)) same.others.set(hash, [...(same.others.get(hash) ?? []), at]);
    else same.starts.set(hash, at);
    same.filter[filterOf(hash)] = 1;
  }

  /** Rolls the hash of a window over the bytes. */
  private *placesOf(same: SameLength, bytes: Buffer): Generator<Place> {
    const { length, filter } = same;
    if (bytes.length < length) return;
    const outgoing = power(FACTOR, length);
    let hash = hashOf(bytes, 0, length);
    for (let at = 0, end = length; ; at++, end++) {
      if (filter[filterOf(hash)] === 1 && this.has(same, hash, bytes, at)) yield { at, end };
      if (end >= bytes.length) return;
      hash =
        (Math.imul(hash, FACTOR) + (bytes[end] ?? 0) - Math.imul(bytes[at] ?? 0, outgoing)) | 0;
    }
  }

  private has({ length, starts, others }: SameLength, hash: number, bytes: Buffer, at: number) {
    const isAt = (start: number) =>
      bytes.compare(this.whole, start, start + length, at, at + length) === 0;
    const start = starts.get(hash);
    return start !== undefined && (isAt(start) || !!others.get(hash)?.some(isAt));
  }
}

function hashOf(bytes: Buffer, start: number, length: number): number {
  let hash = 0;
  for (let at = start; at < start + length; at++)
    hash = (Math.imul(hash, FACTOR) + (bytes[at] ?? 0)) | 0;
  return hash;
}

const filterOf = (hash: number) => hash >>> (32 - FILTER_BITS);

function power(factor: number, exponent: number): number {
  let result = 1;
  for (let i = 0; i < exponent; i++) result = Math.imul(result, factor);
  return result;
}
