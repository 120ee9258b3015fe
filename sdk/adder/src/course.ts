import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Optimizer } from '@tensorflow/tfjs-core';
import type { Adder } from './adder.js';
import { currentBackend } from './backend.js';
import { Checkpoint, type Standing } from './checkpoint.js';
import { HeldOut } from './held-out.js';
import type { Plan, TrainOptions } from './plan.js';
import { seeded, type Random } from './random.js';
import { Reach } from './reach.js';
import type { Sum } from './sum.js';
import type { TrainingCallback } from './training-callback.js';

/** Examples between two reports. */
const ROUND = 4096;

/** A network has learnt once every held-out sum is right and no step of them is less sure than this … */
const SURE = 0.97;
/** … and, where it is to take longer numbers than it saw, those are right too and no step of them less sure than this. */
const SURE_FAR = 0.9;

/** Everything about a training but the learning itself: which sums come next, how well it goes, who is told, when it ends. */
export class Course {
  /** Sums shown so far. */
  examples: number;
  /** Share of the held-out sums that were right at the last report. */
  exact = 0;
  /** The longest number that the network takes; known once the course is over. */
  limit = 0;
  isOver = false;
  readonly #random: Random;
  readonly #began: number;
  readonly #callbacks: TrainingCallback[];
  #losses: number[] = [];

  private constructor(
    private readonly model: LayersModel,
    private readonly optimizer: Optimizer,
    private readonly plan: Plan,
    private readonly options: TrainOptions,
    private readonly heldOut: HeldOut,
    private readonly reach: Reach,
    private readonly checkpoint: Checkpoint | undefined,
    standing: Standing
  ) {
    this.examples = standing.examples;
    this.#random = seeded(standing.random);
    this.#callbacks = [{ onProgress: options.onProgress }, ...(options.callbacks ?? [])];
    this.#began = performance.now() - 1000 * standing.seconds;
  }

  /**
   * Begins at the beginning, or where a checkpoint has it.
   *
   * @throws CarryError `CheckpointForeign`
   */
  static async begin(
    model: LayersModel,
    optimizer: Optimizer,
    plan: Plan,
    options: TrainOptions
  ): Promise<Course> {
    const random = seeded(plan.seed);
    const heldOut = new HeldOut(random, plan.digits);
    const reach = new Reach(plan, random);
    const folder = options.checkpoint;
    const checkpoint = folder === undefined ? undefined : new Checkpoint(folder, plan);
    const standing = (await checkpoint?.restore(model, optimizer)) ?? {
      examples: 0,
      seconds: 0,
      random: random.state
    };
    const course = new Course(
      model,
      optimizer,
      plan,
      options,
      heldOut,
      reach,
      checkpoint,
      standing
    );
    const parameters = { ...plan, backend: currentBackend() };
    for (const callback of course.#callbacks) await callback.onBegin?.(parameters);
    return course;
  }

  /** How far training has come, 0 (start) to 1 (all examples used up). */
  get progress(): number {
    return this.examples / this.plan.examples;
  }

  /** Draws the sums to show next. @throws the signal's reason when training was aborted */
  nextBatch(): Sum[] {
    this.options.signal?.throwIfAborted();
    return this.heldOut.drawOthers(this.#random, this.plan.batch);
  }

  /** Takes note of a batch that was shown, and now and then marks the network and reports. */
  async shown(loss: number): Promise<void> {
    this.#losses.push(loss);
    this.examples += this.plan.batch;
    if (this.examples % ROUND === 0 || this.progress >= 1) await this.#report();
  }

  /** Hands the trained adder to who waits for it. */
  async end(adder: Adder): Promise<void> {
    for (const callback of this.#callbacks) await callback.onEnd?.(adder);
  }

  async #report(): Promise<void> {
    const { examples } = this;
    const { exact, confidence, mistakes } = this.heldOut.examine(this.model, this.plan);
    const loss = this.#losses.reduce((a, b) => a + b, 0) / this.#losses.length;
    const seconds = (performance.now() - this.#began) / 1000;
    const standing = { examples, seconds, random: this.#random.state };
    this.#losses = [];
    this.exact = exact;
    await this.checkpoint?.keep(this.model, this.optimizer, standing);
    const progress = { examples, loss, exact, confidence, seconds, mistakes };
    for (const callback of this.#callbacks) await callback.onProgress?.(progress);
    if (this.progress >= 1 || (exact === 1 && confidence >= SURE)) this.#examineReach();
    if (this.isOver) await this.checkpoint?.clear();
  }

  #examineReach(): void {
    const { limit, confidence } = this.reach.examine(this.model);
    this.limit = limit;
    this.isOver = this.progress >= 1 || confidence >= SURE_FAR;
  }
}
