/**
 * The Sobol sequence: points that fill the unit cube more evenly than random ones. Direction numbers of S. Joe and F. Y. Kuo,
 * "Constructing Sobol sequences with better two-dimensional projections", SIAM J. Sci. Comput. 30 (2008), file new-joe-kuo-6: of each
 * dimension after the first the polynomial's degree is the count of the numbers, `a` its inner coefficients, `m` the first numbers.
 */
const directions: readonly { a: number; m: readonly number[] }[] = [
  { a: 0, m: [1] },
  { a: 1, m: [1, 3] },
  { a: 1, m: [1, 3, 1] },
  { a: 2, m: [1, 1, 1] },
  { a: 1, m: [1, 1, 3, 3] },
  { a: 4, m: [1, 3, 5, 13] },
  { a: 2, m: [1, 1, 5, 5, 17] },
  { a: 4, m: [1, 1, 5, 5, 5] },
  { a: 7, m: [1, 1, 7, 11, 19] },
  { a: 11, m: [1, 1, 5, 1, 1] },
  { a: 13, m: [1, 1, 1, 3, 11] },
  { a: 14, m: [1, 3, 5, 5, 31] },
  { a: 1, m: [1, 3, 3, 9, 7, 49] },
  { a: 13, m: [1, 1, 1, 15, 21, 21] },
  { a: 16, m: [1, 3, 1, 13, 27, 49] },
  { a: 19, m: [1, 1, 1, 15, 7, 5] },
  { a: 22, m: [1, 3, 1, 15, 13, 25] },
  { a: 25, m: [1, 1, 5, 5, 19, 61] },
  { a: 1, m: [1, 3, 7, 11, 23, 15, 103] },
  { a: 4, m: [1, 3, 7, 13, 13, 15, 69] }
];
const BITS = 32;

/** The maximum number of dimensions of the sequence. */
export const SOBOL_DIMENSIONS = directions.length + 1;

/** The coordinate of point number `index` (from 0) along a dimension (from 0), as a whole number of 32 bits. */
export function sobolBits(index: number, dimension: number): number {
  const vectors = vectorsOf(dimension);
  let bits = 0;
  const gray = index ^ (index >>> 1);
  for (let i = 0; i < BITS; i++) if ((gray >>> i) & 1) bits ^= vectors[i] ?? 0;
  return bits >>> 0;
}

function vectorsOf(dimension: number): number[] {
  const direction = directions[dimension - 1];
  if (!direction) return Array.from({ length: BITS }, (_, i) => 1 << (BITS - 1 - i));
  const { a, m } = direction;
  const degree = m.length;
  const vectors = m.map((number, i) => number << (BITS - 1 - i));
  for (let i = degree; i < BITS; i++) {
    const last = vectors[i - degree] ?? 0;
    let vector = last ^ (last >>> degree);
    for (let k = 1; k < degree; k++)
      if ((a >>> (degree - 1 - k)) & 1) vector ^= vectors[i - k] ?? 0;
    vectors.push(vector);
  }
  return vectors;
}
