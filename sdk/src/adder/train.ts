import { setImmediate } from 'node:timers/promises';
import { dispose } from '@tensorflow/tfjs-core';
import type { Sequential } from '@tensorflow/tfjs-layers';
import type { Adder } from './adder.js';
import { useBackend } from './backend.js';
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
 * @throws CarryError `OptionInvalid`, `BackendMissing`; the signal's reason when it is aborted
 */
export async function train(options: TrainOptions): Promise<Adder> {
  const plan = readPlan(options);
  await useBackend(options.backend);
  const started = performance.now();
  const random = seeded(plan.seed);
  const heldOut = new HeldOut(random, plan.digits);
  const model = buildModel(plan.arch, plan.digits, plan.seed);
  const optimizer = new FallingAdam(plan.rate);
  model.compile({ optimizer, loss: 'categoricalCrossentropy' });
  try {
    const batches = ROUND / plan.batch;
    let examples = 0;
    for (;;) {
      let loss = 0;
      for (let batch = 0; batch < batches; batch++, examples += plan.batch) {
        options.signal?.throwIfAborted();
        optimizer.at(examples / plan.examples);
        loss += (await trainBatch(model, plan, heldOut.drawOthers(random, plan.batch))) / batches;
      }
      const { exact, confidence, mistakes } = heldOut.examine(model, plan);
      const seconds = (performance.now() - started) / 1000;
      await options.onProgress?.({ examples, loss, exact, confidence, seconds, mistakes });
      if ((exact === 1 && confidence >= SURE) || examples >= plan.examples) {
        const { arch, digits, seed } = plan;
        const limit = reach(model, plan, random);
        return new TrainedAdder(model, { arch, digits, limit, seed, examples, exact });
      }
    }
  } catch (e) {
    model.dispose();
    throw e;
  } finally {
    optimizer.dispose();
  }
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
