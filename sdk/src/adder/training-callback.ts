import type { Adder } from './adder.js';
import type { Progress, TrainOptions } from './plan.js';

/** Somebody who is told how a training goes, as Keras' callbacks are. Training waits for a promise that one returns. */
export interface TrainingCallback {
  /** Before the first sum is shown, also when a checkpoint goes on: the options with every choice made. */
  onBegin?(parameters: Readonly<Record<string, string | number>>): void | Promise<void>;
  /** Every 4,096 examples and at the end. */
  onProgress?(progress: Progress): void | Promise<void>;
  /** When the adder is ready, before `train` answers it. */
  onEnd?(adder: Adder): void | Promise<void>;
}

/** Everybody whom the options want told. */
export function callbacksOf({ onProgress, callbacks = [] }: TrainOptions): TrainingCallback[] {
  return onProgress ? [{ onProgress }, ...callbacks] : callbacks;
}
