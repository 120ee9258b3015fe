/** The largest share of a word's letters that may differ from the word that was meant. */
const TOLERANCE = 0.4;

/** The word of a list that a mistyped one most likely means, or undefined when none is close. */
export function nearest(typed: string, words: readonly string[]): string | undefined {
  const [best] = words
    .map(word => ({ word, distance: editDistance(typed, word) }))
    .filter(({ word, distance }) => distance <= Math.max(1, word.length * TOLERANCE))
    .sort((a, b) => a.distance - b.distance);
  return best?.word;
}

/** The number of letters to insert, delete, replace, or swap with the next one to get from one word to another. */
function editDistance(from: string, to: string): number {
  // rows[i][j] is the distance from the first i letters of `from` to the first j letters of `to`.
  const rows = [Array.from({ length: to.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number) => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= to.length; j++) {
      const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row.push(
        Math.min(
          at(i - 1, j) + 1,
          at(i, j - 1) + 1,
          at(i - 1, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1),
          isSwap ? at(i - 2, j - 2) + 1 : Infinity
        )
      );
    }
  }
  return at(from.length, to.length);
}
