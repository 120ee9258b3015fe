import type { Adder } from './adder.js';

/** How training goes, told now and then. */
export interface Progress {
  /** Sums shown so far, repetitions included. */
  examples: number;
  /** Mean cross-entropy per step of the sums shown since the last report, in nats. */
  loss: number;
  /** Share of the held-out sums whose answer is right to the last digit, 0 to 1. */
  exact: number;
  /** How sure the network is of the step of a held-out sum that it is least sure of, 0 to 1. */
  confidence: number;
  /** Since the start of training. */
  seconds: number;
  /** Some of the held-out sums that come out wrong; empty when none does. */
  mistakes: Mistake[];
}

/** A sum that came out wrong. */
export interface Mistake {
  sum: string;
  answer: string;
  expected: string;
}

/** Somebody who is told how a training goes, as Keras' callbacks are. Training waits for a promise that one returns. */
export interface TrainingCallback {
  /** Before the first sum is shown, also when a checkpoint goes on: the options with every choice made. */
  onBegin?(parameters: Readonly<Record<string, string | number>>): void | Promise<void>;
  /** Every 4,096 examples and at the end. */
  onProgress?(progress: Progress): void | Promise<void>;
  /** When the adder is ready, before `train` answers it. */
  onEnd?(adder: Adder): void | Promise<void>;
}
