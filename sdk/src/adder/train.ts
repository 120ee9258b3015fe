import { setImmediate } from 'node:timers/promises';
import { dispose } from '@tensorflow/tfjs-core';
import type { Sequential } from '@tensorflow/tfjs-layers';
import type { Adder } from './adder.js';
import { useBackend } from './backend.js';
import { Checkpoint } from './checkpoint.js';
import { layouts, toTensor } from './data.js';
import { FallingAdam } from './falling-adam.js';
import { HeldOut } from './held-out.js';
import { buildModel } from './model.js';
import { readPlan, type Plan, type TrainOptions } from './plan.js';
import { reach } from './reach.js';
import { seeded } from './random.js';
import { solve, type Sum } from './sum.js';
import { TrainedAdder } from './trained-adder.js';

/** Examples between two reports. */
const ROUND = 4096;

/** Training stops once every held-out sum is right and no step of them is less sure than this. */
const SURE = 0.95;

/**
 * Trains an adder on sums drawn on the fly, until it gets every held-out sum right and is sure of every digit, or
 * until the examples are used up. The same seed gives the same weights on the same backend.
 *
 * @example
 * const adder = await train({ seed: 7, onProgress: p => console.log(p.examples, p.loss, p.exact) });
 * adder.add('20+30'); // '50'
 * @throws CarryError `OptionInvalid`, `BackendMissing`, `CheckpointForeign`; the signal's reason when it is aborted
 */
export async function train(options: TrainOptions): Promise<Adder> {
  const plan = readPlan(options);
  const { arch, digits, seed } = plan;
  await useBackend(options.backend);
  const model = buildModel(arch, digits, seed);
  const optimizer = new FallingAdam(plan.rate);
  model.compile({ optimizer, loss: 'categoricalCrossentropy' });
  try {
    const { examples, exact, random } = await learn(model, optimizer, plan, options);
    const limit = reach(model, plan, random);
    return new TrainedAdder(model, { arch, digits, limit, seed, examples, exact });
  } catch (e) {
    model.dispose();
    throw e;
  } finally {
    optimizer.dispose();
  }
}

async function learn(
  model: Sequential,
  optimizer: FallingAdam,
  plan: Plan,
  { signal, onProgress, checkpoint: folder }: TrainOptions
) {
  const fresh = seeded(plan.seed);
  const heldOut = new HeldOut(fresh, plan.digits);
  const checkpoint = folder === undefined ? undefined : new Checkpoint(folder, plan);
  const start = (await checkpoint?.restore(model, optimizer)) ?? {
    examples: 0,
    seconds: 0,
    random: fresh.state
  };
  const random = seeded(start.random);
  const began = performance.now() - 1000 * start.seconds;
  const batches = ROUND / plan.batch;
  for (let { examples } = start; ;) {
    let loss = 0;
    for (let batch = 0; batch < batches; batch++, examples += plan.batch) {
      signal?.throwIfAborted();
      optimizer.at(examples / plan.examples);
      loss += (await trainBatch(model, plan, heldOut.drawOthers(random, plan.batch))) / batches;
    }
    const { exact, confidence, mistakes } = heldOut.examine(model, plan);
    const seconds = (performance.now() - began) / 1000;
    await checkpoint?.keep(model, optimizer, { examples, seconds, random: random.state });
    await onProgress?.({ examples, loss, exact, confidence, seconds, mistakes });
    if (hasLearnt(exact, confidence) || examples >= plan.examples) {
      await checkpoint?.clear();
      return { examples, exact, random };
    }
  }
}

function hasLearnt(exact: number, confidence: number): boolean {
  return exact === 1 && confidence >= SURE;
}

/** Shows the network a batch once and corrects it; answers the loss. */
async function trainBatch(model: Sequential, plan: Plan, sums: Sum[]): Promise<number> {
  const { question, answer } = layouts[plan.arch];
  const questions = toTensor(sums.map(sum => question(sum, plan.digits)));
  const answers = toTensor(sums.map(sum => answer(solve(sum), plan.digits)));
  try {
    const loss = await model.trainOnBatch(questions, answers);
    // TensorFlow.js never lets go of the event loop by itself: callbacks, signals and displays need their turn.
    await setImmediate();
    return loss as number;
  } finally {
    dispose([questions, answers]);
  }
}
