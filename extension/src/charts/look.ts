/** How many colours there are; the style sheet has a class for each. */
const COLORS = 5;

/** Dashes of lines in pixels. Their number has no divisor in common with that of the colours, so that 20 curves differ. */
const DASHES: readonly number[][] = [[], [7, 4], [2, 3], [9, 3, 2, 3]];

/** The class that sets the colour of a curve. */
export function lookClass(look: number): string {
  return `carry-series-${look % COLORS}`;
}

/** The dashes that tell curves apart without their colours. */
export function dashOf(look: number): number[] {
  return DASHES[look % DASHES.length] ?? [];
}
