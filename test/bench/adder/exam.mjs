import { chains, everyPair, longest, randomSums, solve } from './questions.mjs';

/** Sums in one batch. */
const AT_ONCE = 20_000;
/** Maximum number of wrong answers that a result lists. */
const NAMED = 5;

/** Digits of the longest numbers in the training of the tested adders. */
export const TRAINED_DIGITS = 5;

/** The test sums of an adder. None of them was used for training or for choosing a model. */
export const suites = {
  'all pairs 0..999': everyPair(1000),
  '5 digits': randomSums(5, 10_000),
  '10 digits': randomSums(10, 10_000),
  '20 digits': randomSums(20, 10_000),
  '100 digits': randomSums(100, 1000),
  '9..9+1': chains([...Array.from({ length: 50 }, (_, i) => i + 1), 100, 200, 500, 1000])
};

/** Counts an adder's wrong answers, and lists some. */
export function mark(adder, sums) {
  let wrong = 0;
  const named = [];
  for (let from = 0; from < sums.length; from += AT_ONCE) {
    const asked = sums.slice(from, from + AT_ONCE);
    // A sum that the adder does not accept counts as wrong.
    const taken = asked.filter(sum => longest(sum) <= adder.card.limit);
    const answers = new Map(adder.add(taken).map((answer, i) => [taken[i], answer]));
    for (const sum of asked) {
      const answer = answers.get(sum) ?? 'refused';
      if (answer === solve(sum)) continue;
      wrong++;
      if (named.length < NAMED) named.push({ sum, answer });
    }
  }
  return { wrong, of: sums.length, named };
}
