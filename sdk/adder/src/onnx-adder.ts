import type { AdderCard, Explanation } from './adder.js';
import type { Answer } from './answer.js';
import { fail } from './errors.js';
import type { OnnxSession } from './onnx-session.js';
import { parseSum } from './sum.js';

/** Options of the verbs that run the network. */
export interface PredictOptions {
  /** Stops between two batches: the verb rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** An adder that runs on ONNX Runtime. Like `Adder`, but with promises, because ONNX Runtime is asynchronous. */
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
   * Adds two whole numbers, given as a text with a plus between them; or computes many sums at once, which is much
   * faster than one by one.
   *
   * @example await adder.add('20+30') // '50'
   * @throws CarryError `SumEmpty`, `SumMalformed`, `OperandNegative`, `OperandTooLong` or `AdderDisposed`; the signal's reason when it
   *   is aborted
   */
  add(sum: string, options?: PredictOptions): Promise<string>;
  add(sums: string[], options?: PredictOptions): Promise<string[]>;
  async add(sums: string | string[], options?: PredictOptions): Promise<string | string[]> {
    const texts = (await this.#predict([sums].flat(), options)).map(({ text }) => text);
    return Array.isArray(sums) ? texts : texts.join('');
  }

  /**
   * Adds, and returns the network's confidence in each digit.
   *
   * @example (await adder.explain('20+30')).digits // [{ digit: '5', confidence: 0.9998 }, …]
   * @throws CarryError `SumEmpty`, `SumMalformed`, `OperandNegative`, `OperandTooLong` or `AdderDisposed`
   */
  async explain(sum: string, options?: PredictOptions): Promise<Explanation> {
    const [answer] = await this.#predict([sum], options);
    if (!answer) throw fail('SumEmpty');
    return { sum, answer: answer.text, digits: answer.digits, confidence: answer.confidence };
  }

  /** Frees the memory of the weights. The adder cannot be used afterwards. */
  async dispose(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.release();
  }

  async #predict(texts: string[], { signal }: PredictOptions = {}): Promise<Answer[]> {
    const sums = texts.map(text => parseSum(text, this.card.limit));
    if (!this.#session) throw fail('AdderDisposed');
    return this.#session.predict(this.card, sums, signal);
  }
}
