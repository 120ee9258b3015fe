import type { ExplainedDigit } from './adder.js';
import { ALPHABET, BLANK } from './data.js';

/** What the network wrote for one sum. */
export interface Answer {
  text: string;
  /** From the first digit to the last. */
  digits: ExplainedDigit[];
  /** How sure the network is of the step, blanks included, that it is least sure of. */
  confidence: number;
}

/**
 * Turns what a network wrote into answers.
 *
 * @param symbols the likeliest symbol of each step, [sums, steps] row after row
 * @param confidences how likely it is, likewise
 */
export function readAnswers(
  sums: number,
  symbols: ArrayLike<number>,
  confidences: ArrayLike<number>
): Answer[] {
  const steps = symbols.length / sums;
  return Array.from({ length: sums }, (_, row) => {
    const written = Array.from({ length: steps }, (_, step) => ({
      digit: ALPHABET[symbols[row * steps + step] ?? 0] ?? BLANK,
      confidence: confidences[row * steps + step] ?? 0
    }));
    // Written ones first, read from the first digit.
    written.reverse();
    return {
      text: written
        .map(({ digit }) => digit)
        .join('')
        .trim(),
      digits: written.filter(({ digit }) => digit !== BLANK),
      confidence: Math.min(...written.map(({ confidence }) => confidence))
    };
  });
}
