import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Answer } from './answer.js';
import type { Adder, AdderCard, Backend, Explanation } from './adder.js';
import { currentBackend } from './backend.js';
import { fail } from './errors.js';
import { predict } from './predict.js';
import { writeModel } from './save.js';
import { parseSum } from './sum.js';

/** An adder with its network. The interface `Adder` keeps TensorFlow.js out of the types that users see. */
export class TrainedAdder implements Adder {
  #model: LayersModel | undefined;

  constructor(
    model: LayersModel,
    readonly card: AdderCard
  ) {
    this.#model = model;
  }

  get backend(): Backend {
    return currentBackend();
  }

  add(sum: string): string;
  add(sums: string[]): string[];
  add(sums: string | string[]): string | string[] {
    const texts = this.#predict([sums].flat()).map(({ text }) => text);
    return Array.isArray(sums) ? texts : texts.join('');
  }

  explain(sum: string): Explanation {
    const [answer] = this.#predict([sum]);
    if (!answer) throw fail('SumEmpty');
    return { sum, answer: answer.text, digits: answer.digits, confidence: answer.confidence };
  }

  async save(folder: string): Promise<void> {
    await writeModel(this.#network(), this.card, folder);
  }

  dispose(): void {
    this.#model?.dispose();
    this.#model = undefined;
  }

  #predict(texts: string[]): Answer[] {
    const sums = texts.map(text => parseSum(text, this.card.limit));
    return predict(this.#network(), this.card, sums);
  }

  #network(): LayersModel {
    if (!this.#model) throw fail('AdderDisposed');
    return this.#model;
  }
}
