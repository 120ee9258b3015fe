import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Optimizer } from '@tensorflow/tfjs-core';
import type { Adder } from './adder.js';
import { currentBackend } from './backend.js';
import { Checkpoint, type TrainingState } from './checkpoint.js';
import { LengthLimit } from './length-limit.js';
import { seeded, type Random } from './random.js';
import type { Sum } from './sum.js';
import type { TrainingConfig, TrainOptions } from './train-options.js';
import type { TrainingCallback } from './training-callback.js';
import { ValidationSet } from './validation-set.js';

const EXAMPLES_PER_REPORT = 4096;

/** Training stops once every validation sum is correct and the confidence of each of their steps is at least this … */
const MIN_CONFIDENCE = 0.97;
/** … and, for a network that can add longer numbers than it trained on, those are correct with at least this confidence. */
const MIN_LONG_CONFIDENCE = 0.9;

/** Runs a training around its gradient steps: draws the batches, evaluates, reports, saves checkpoints, decides when to stop. */
export class TrainingLoop {
  /** Number of sums trained on so far. */
  examples: number;
  /** Fraction of the validation sums that were correct at the last report, 0 to 1. */
  exact = 0;
  /** Maximum number of digits that the network can add; set when training has finished. */
  limit = 0;
  isFinished = false;
  readonly #random: Random;
  /** Milliseconds on the clock of `performance.now()`. */
  readonly #startedAt: number;
  readonly #callbacks: TrainingCallback[];
  #losses: number[] = [];

  private constructor(
    private readonly model: LayersModel,
    private readonly optimizer: Optimizer,
    private readonly config: TrainingConfig,
    private readonly options: TrainOptions,
    private readonly validation: ValidationSet,
    private readonly lengthLimit: LengthLimit,
    private readonly checkpoint: Checkpoint | undefined,
    state: TrainingState
  ) {
    this.examples = state.examples;
    this.#random = seeded(state.random);
    this.#callbacks = [{ onProgress: options.onProgress }, ...(options.callbacks ?? [])];
    this.#startedAt = performance.now() - 1000 * state.seconds;
  }

  /**
   * Starts from the beginning, or continues from the checkpoint if there is one, and calls `onBegin`.
   *
   * @throws CarryError `CheckpointForeign`
   */
  static async start(
    model: LayersModel,
    optimizer: Optimizer,
    config: TrainingConfig,
    options: TrainOptions
  ): Promise<TrainingLoop> {
    // One generator for all, in this order, so that a seed always gives the same sums.
    const random = seeded(config.seed);
    const validation = new ValidationSet(random, config.digits);
    const lengthLimit = new LengthLimit(config, random);
    const folder = options.checkpoint;
    const checkpoint = folder === undefined ? undefined : new Checkpoint(folder, config);
    const state = (await checkpoint?.restore(model, optimizer)) ?? {
      examples: 0,
      seconds: 0,
      random: random.state
    };
    const loop = new TrainingLoop(
      model,
      optimizer,
      config,
      options,
      validation,
      lengthLimit,
      checkpoint,
      state
    );
    const parameters = { ...config, backend: currentBackend() };
    for (const callback of loop.#callbacks) await callback.onBegin?.(parameters);
    return loop;
  }

  /** Fraction of the maximum number of examples that is done, 0 to 1. */
  get progress(): number {
    return this.examples / this.config.examples;
  }

  /** Draws the sums of the next batch. @throws the signal's reason when training was aborted */
  nextBatch(): Sum[] {
    this.options.signal?.throwIfAborted();
    return this.validation.drawOthers(this.#random, this.config.batch);
  }

  /** Counts a batch that was trained on; after every 4,096 examples and the last one, evaluates and reports. */
  async batchDone(loss: number): Promise<void> {
    this.#losses.push(loss);
    this.examples += this.config.batch;
    if (this.examples % EXAMPLES_PER_REPORT === 0 || this.progress >= 1) await this.#report();
  }

  /** Passes the trained adder to the callbacks. */
  async end(adder: Adder): Promise<void> {
    for (const callback of this.#callbacks) await callback.onEnd?.(adder);
  }

  async #report(): Promise<void> {
    const { examples } = this;
    const { exact, confidence, mistakes } = this.validation.evaluate(this.model, this.config);
    const loss = this.#losses.reduce((a, b) => a + b, 0) / this.#losses.length;
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const state = { examples, seconds, random: this.#random.state };
    this.#losses = [];
    this.exact = exact;
    await this.checkpoint?.save(this.model, this.optimizer, state);
    const progress = { examples, loss, exact, confidence, seconds, mistakes };
    for (const callback of this.#callbacks) await callback.onProgress?.(progress);
    if (this.progress >= 1 || (exact === 1 && confidence >= MIN_CONFIDENCE)) this.#findLimit();
    if (this.isFinished) await this.checkpoint?.clear();
  }

  #findLimit(): void {
    const { limit, confidence } = this.lengthLimit.evaluate(this.model);
    this.limit = limit;
    this.isFinished = this.progress >= 1 || confidence >= MIN_LONG_CONFIDENCE;
  }
}
