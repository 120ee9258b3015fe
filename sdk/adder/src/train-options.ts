import type { Architecture, Backend } from './adder.js';
import { fail } from './errors.js';
import type { Progress, TrainingCallback } from './training-callback.js';

/** Options of `train`. */
export interface TrainOptions {
  /** A whole number, 0 to 2^53; determines both the training sums and the initial weights. */
  seed: number;
  /**
   * Maximum length of the training numbers in digits, 1 to 15; default 5. From 3 on, the network can learn to add
   * numbers of 1,000 digits.
   */
  digits?: number;
  /** Default: `carry`. */
  arch?: Architecture;
  /**
   * Maximum number of sums to train on, rounded up to whole batches; training stops earlier once the network is exact
   * and confident. Default: 98,304 for `carry`, 600,000 for `classic`.
   */
  examples?: number;
  /** The TensorFlow.js backend; default: the environment variable `CARRY_ADDER_BACKEND`, else `wasm`. */
  backend?: Backend;
  /** Called every 4,096 examples and at the end; training waits for a promise that it returns. */
  onProgress?: (progress: Progress) => void | Promise<void>;
  /** Further callbacks: `trainingCallback(run)` of `carry-ml` logs the training to an MLflow run. */
  callbacks?: TrainingCallback[];
  /**
   * A folder for the training state, saved at every report. After a stop or a crash the same call continues from it;
   * a training that finishes deletes it.
   */
  checkpoint?: string;
  /** Stops training: `train` rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** The hyperparameters of an architecture, found by experiment. With larger batches both stay unsure for longer. */
interface Hyperparameters {
  examples: number;
  batch: number;
  /** Adam's initial learning rate. */
  rate: number;
}

const hyperparameters: Record<Architecture, Hyperparameters> = {
  carry: { examples: 98_304, batch: 32, rate: 0.02 },
  classic: { examples: 600_000, batch: 64, rate: 0.003 }
};

/** The options that determine the weights, with their defaults. Checkpoints contain it, so names and order stay. */
export type TrainingConfig = Required<
  Omit<TrainOptions, 'backend' | 'onProgress' | 'callbacks' | 'checkpoint' | 'signal'>
> &
  Hyperparameters;

/** Adds the defaults and validates the options. @throws CarryError `OptionInvalid` */
export function trainingConfig(options: TrainOptions): TrainingConfig {
  const { seed, digits = 5, arch = 'carry' } = options;
  if (!Object.hasOwn(hyperparameters, arch)) {
    throw fail('OptionInvalid', { name: 'arch', value: arch, accepted: "'carry' or 'classic'" });
  }
  const defaults = hyperparameters[arch];
  const examples = options.examples ?? defaults.examples;
  assertWhole('seed', seed, 0, 2 ** 53);
  assertWhole('digits', digits, 1, 15);
  assertWhole('examples', examples, 1, 1e9);
  return { ...defaults, seed, digits, arch, examples };
}

function assertWhole(name: string, value: number, from: number, to: number): void {
  if (Number.isInteger(value) && value >= from && value <= to) return;
  const accepted = `a whole number from ${from} to ${to}`;
  throw fail('OptionInvalid', { name, value: String(value), accepted });
}
