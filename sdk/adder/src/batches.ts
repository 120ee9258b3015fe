import type { AdderCard } from './adder.js';
import type { Sum } from './sum.js';

/** The properties of a network that determine the shape of its input. */
export type Shape = Pick<AdderCard, 'arch' | 'digits'>;

/** Sums that are predicted together. */
interface Batch {
  sums: Sum[];
  /** The index of each sum in the whole list. */
  indices: number[];
  /** The length of the longest number, in digits. */
  places: number;
}

/** Maximum number of steps per batch: enough to keep the backend busy, within about 100 MB of memory. */
const MAX_STEPS = 65_536;

/** Groups sums into batches of the same length, so that one long number does not pad all others. */
export function* batches(shape: Shape, sums: Sum[]): Generator<Batch> {
  for (const [places, indices] of byPlaces(shape, sums)) {
    const size = Math.max(1, Math.floor(MAX_STEPS / (places + 1)));
    for (let from = 0; from < indices.length; from += size) {
      const some = indices.slice(from, from + size);
      yield { sums: some.map(index => sums[index] as Sum), indices: some, places };
    }
  }
}

/** Groups the indices of the sums by the length of their longer number. `classic` has one fixed length. */
function byPlaces({ arch, digits }: Shape, sums: Sum[]): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  sums.forEach((sum, index) => {
    const places = arch === 'classic' ? digits : Math.max(sum.a.length, sum.b.length);
    const group = groups.get(places) ?? [];
    group.push(index);
    groups.set(places, group);
  });
  return groups;
}
