import type { Adder } from './adder.js';

/** A report on a running training. */
export interface Progress {
  /** Number of sums trained on so far, repetitions included. */
  examples: number;
  /** Mean cross-entropy per step since the last report, in nats. */
  loss: number;
  /** Fraction of the held-out sums whose answer is correct in every digit, 0 to 1. */
  exact: number;
  /** The lowest confidence of all steps of all held-out sums, 0 to 1. */
  confidence: number;
  /** Seconds since the start of training. */
  seconds: number;
  /** Up to five held-out sums with a wrong answer; empty when all are correct. */
  mistakes: Mistake[];
}

/** A sum with a wrong answer. */
export interface Mistake {
  sum: string;
  answer: string;
  expected: string;
}

/**
 * Observes a training, as a Keras callback does. Training waits for a promise that a method returns.
 *
 * @example
 * const log: TrainingCallback = { onProgress: ({ examples, loss }) => console.log(examples, loss) };
 * await train({ seed: 7, callbacks: [log] });
 */
export interface TrainingCallback {
  /** Called before the first batch, also when training continues from a checkpoint, with all options and their defaults. */
  onBegin?(parameters: Readonly<Record<string, string | number>>): void | Promise<void>;
  /** Called every 4,096 examples and at the end. */
  onProgress?(progress: Progress): void | Promise<void>;
  /** Called with the trained adder, before `train` returns it. */
  onEnd?(adder: Adder): void | Promise<void>;
}
