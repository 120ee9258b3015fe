import { setImmediate } from 'node:timers/promises';
import { dispose } from '@tensorflow/tfjs-core';
import type { Sequential } from '@tensorflow/tfjs-layers';
import type { Adder } from './adder.js';
import { useBackend } from './backend.js';
import { Course } from './course.js';
import { answerSteps, questionSteps, toTensor } from './data.js';
import { FallingAdam } from './falling-adam.js';
import { buildModel } from './model.js';
import { readPlan, type Plan, type TrainOptions } from './plan.js';
import { solve, type Sum } from './sum.js';
import { TrainedAdder } from './trained-adder.js';

/**
 * Trains an adder on sums drawn on the fly, until it gets every held-out sum right and is sure of every digit, or
 * until the examples are used up. Far longer sums, which training never shows, decide how long its numbers may be. The same seed gives the same weights on the same backend.
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
    const course = await Course.begin(model, optimizer, plan, options);
    while (!course.isOver) {
      optimizer.at(course.progress);
      await course.shown(await trainBatch(model, plan, course.nextBatch()));
    }
    const { examples, exact, limit } = course;
    const adder = new TrainedAdder(model, { arch, digits, limit, seed, examples, exact });
    await course.end(adder);
    return adder;
  } catch (e) {
    model.dispose();
    throw e;
  } finally {
    optimizer.dispose();
  }
}

/**
 * Shows the network a batch once and corrects it; answers the loss. Questions and answers are [batch, steps, alphabet]:
 * with `carry` both have a step a place, with `classic` the question has one a character.
 */
async function trainBatch(model: Sequential, { arch, digits }: Plan, sums: Sum[]): Promise<number> {
  const questions = toTensor(sums.map(sum => questionSteps[arch](sum, digits)));
  const answers = toTensor(sums.map(sum => answerSteps(solve(sum), digits)));
  try {
    const loss = await model.trainOnBatch(questions, answers);
    // TensorFlow.js never lets go of the event loop by itself: callbacks, signals and displays need their turn.
    await setImmediate();
    return loss as number;
  } finally {
    dispose([questions, answers]);
  }
}
