import type { ExplainedDigit } from './adder.js';
import { ALPHABET, BLANK } from './data.js';

/** The network's output for one sum, decoded. */
export interface Answer {
  text: string;
  /** From the first digit to the last. */
  digits: ExplainedDigit[];
  /** The lowest confidence of all steps, blanks included, 0 to 1. */
  confidence: number;
}

/**
 * Decodes the output of a network.
 *
 * @param sums the number of sums
 * @param symbols the most likely symbol of each step as an index of the alphabet, [sums, steps] in row-major order
 * @param confidences the probability of that symbol, [sums, steps] in row-major order
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
    // The network writes the ones first; people read from the first digit.
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
