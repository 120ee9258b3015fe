import type { Architecture, Backend } from './adder.js';
import { fail } from './errors.js';
import type { Progress, TrainingCallback } from './training-callback.js';

/** What to train, and how. */
export interface TrainOptions {
  /** A whole number that decides both the sums and the initial weights. */
  seed: number;
  /** The longest number that training shows, in digits, 1 to 15; default 5. From 3 on, the adder learns to add numbers of 1,000. */
  digits?: number;
  /** Default: `carry`. */
  arch?: Architecture;
  /** The most sums to show, rounded up to whole batches; training stops earlier once it is exact and sure. Default: what the architecture needs. */
  examples?: number;
  /** What computes; default: the environment variable `CARRY_ADDER_BACKEND`, else `wasm`. */
  backend?: Backend;
  /** Called every 4,096 examples and at the end; training waits for a promise that it returns. */
  onProgress?: (progress: Progress) => void | Promise<void>;
  /** Others who are told: `trainingCallback(run)` of `carry-ml` keeps a training in an MLflow run. */
  callbacks?: TrainingCallback[];
  /**
   * A folder to keep the training's state in at every report. The same call goes on from there after a stop or a
   * crash; a training that comes to its end deletes the state.
   */
  checkpoint?: string;
  /** Stops training: `train` rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** What an architecture needs to learn well; found by trying. With larger batches both stay unsure for longer. */
interface Recipe {
  examples: number;
  batch: number;
  /** Adam's learning rate at the start. */
  rate: number;
}

const recipes: Record<Architecture, Recipe> = {
  carry: { examples: 98_304, batch: 32, rate: 0.02 },
  classic: { examples: 600_000, batch: 64, rate: 0.003 }
};

/** Options with every choice made. */
export type Plan = Required<
  Omit<TrainOptions, 'backend' | 'onProgress' | 'callbacks' | 'checkpoint' | 'signal'>
> &
  Recipe;

/** Completes and checks the options. @throws CarryError `OptionInvalid` */
export function readPlan(options: TrainOptions): Plan {
  const { seed, digits = 5, arch = 'carry' } = options;
  if (!Object.hasOwn(recipes, arch)) {
    throw fail('OptionInvalid', { name: 'arch', value: arch, accepted: "'carry' or 'classic'" });
  }
  const recipe = recipes[arch];
  const examples = options.examples ?? recipe.examples;
  whole('seed', seed, 0, 2 ** 27);
  whole('digits', digits, 1, 15);
  whole('examples', examples, 1, 1e9);
  return { ...recipe, seed, digits, arch, examples };
}

function whole(name: string, value: number, from: number, to: number): void {
  if (Number.isInteger(value) && value >= from && value <= to) return;
  const accepted = `a whole number from ${from} to ${to}`;
  throw fail('OptionInvalid', { name, value: String(value), accepted });
}
