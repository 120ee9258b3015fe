import type { AdderCard } from './adder.js';
import type { Sum } from './sum.js';

/** What must be known of a network to lay out its questions. */
export type Shape = Pick<AdderCard, 'arch' | 'digits'>;

/** Sums that go through the network at once. */
interface Batch {
  sums: Sum[];
  /** Where each of them stood among all. */
  indices: number[];
  /** The length of the longest number. */
  places: number;
}

/** Steps that go through the network at once: enough to keep it busy, few enough for 100 MB. */
const STEPS_AT_ONCE = 65_536;

/** Sums of the same length go together, so that one long number does not make all long. */
export function* batches(shape: Shape, sums: Sum[]): Generator<Batch> {
  for (const [places, indices] of byPlaces(shape, sums)) {
    const size = Math.max(1, Math.floor(STEPS_AT_ONCE / (places + 1)));
    for (let from = 0; from < indices.length; from += size) {
      const some = indices.slice(from, from + size);
      yield { sums: some.map(index => sums[index] as Sum), indices: some, places };
    }
  }
}

/** The sums' indices, by the length of their longer number. `classic` has one length for all. */
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
