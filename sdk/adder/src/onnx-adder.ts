import type { AdderCard, Explanation } from './adder.js';
import type { Answer } from './answer.js';
import { fail } from './errors.js';
import type { OnnxSession } from './onnx-session.js';
import { parseSum } from './sum.js';

/** An adder on ONNX Runtime: it answers as an `Adder` does, only later, for ONNX Runtime has nothing but promises. */
export class OnnxAdder {
  #session: OnnxSession | undefined;

  /** @internal Use `loadOnnx`. */
  constructor(
    session: OnnxSession,
    readonly card: AdderCard
  ) {
    this.#session = session;
  }

  /**
   * Adds what the text asks for, or many texts at once, which is much faster than one by one.
   *
   * @example await adder.add('20+30') // '50'
   * @throws CarryError `SumEmpty`, `SumMalformed`, `OperandNegative`, `OperandTooLong` or `AdderDisposed`
   */
  add(sum: string): Promise<string>;
  add(sums: string[]): Promise<string[]>;
  async add(sums: string | string[]): Promise<string | string[]> {
    const texts = (await this.#answer([sums].flat())).map(({ text }) => text);
    return Array.isArray(sums) ? texts : texts.join('');
  }

  /**
   * Adds, and tells of each digit how sure the network is.
   *
   * @example (await adder.explain('20+30')).digits // [{ digit: '5', confidence: 0.9998 }, …]
   */
  async explain(sum: string): Promise<Explanation> {
    const [answer] = await this.#answer([sum]);
    if (!answer) throw fail('SumEmpty', undefined);
    return { sum, answer: answer.text, digits: answer.digits, confidence: answer.confidence };
  }

  /** Frees the weights' memory. The adder cannot be used any more. */
  async dispose(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.release();
  }

  async #answer(texts: string[]): Promise<Answer[]> {
    const sums = texts.map(text => parseSum(text, this.card.limit));
    if (!this.#session) throw fail('AdderDisposed', undefined);
    return this.#session.predict(this.card, sums);
  }
}
