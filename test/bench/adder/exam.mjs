import { chains, everyPair, longest, randomSums, solve } from './questions.mjs';

/** Sums asked at once. */
const AT_ONCE = 20_000;
/** Wrong answers that a mark names. */
const NAMED = 5;

/** The longest numbers that the examined adders were shown in training. */
export const TRAINED_DIGITS = 5;

/** What an adder is asked, none of which chose anything about it. */
export const suites = {
  'all pairs 0..999': everyPair(1000),
  '5 digits': randomSums(5, 10_000),
  '10 digits': randomSums(10, 10_000),
  '20 digits': randomSums(20, 10_000),
  '100 digits': randomSums(100, 1000),
  '9..9+1': chains([...Array.from({ length: 50 }, (_, i) => i + 1), 100, 200, 500, 1000])
};

/** Counts the wrong answers among an adder's answers, and names some. */
export function mark(adder, sums) {
  let wrong = 0;
  const named = [];
  for (let from = 0; from < sums.length; from += AT_ONCE) {
    const asked = sums.slice(from, from + AT_ONCE);
    // A sum that the adder does not take is a sum that it does not get right.
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
