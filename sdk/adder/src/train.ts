import { setImmediate } from 'node:timers/promises';
import { dispose } from '@tensorflow/tfjs-core';
import type { Sequential } from '@tensorflow/tfjs-layers';
import type { Adder } from './adder.js';
import { AdamWithLinearDecay } from './adam-with-linear-decay.js';
import { useBackend } from './backend.js';
import { answerSteps, questionSteps, toTensor } from './data.js';
import { buildModel } from './model.js';
import { solve, type Sum } from './sum.js';
import { trainingConfig, type TrainingConfig, type TrainOptions } from './train-options.js';
import { TrainedAdder } from './trained-adder.js';
import { TrainingLoop } from './training-loop.js';

/**
 * Trains an adder on random sums, until every held-out sum is correct with high confidence, or until the maximum
 * number of examples is reached. A test with much longer sums, which training never uses, then decides how many
 * digits its numbers may have. The same seed gives the same weights on the same backend. Takes 10 to 30 seconds with
 * `carry` and 5 digits.
 *
 * @example
 * const adder = await train({ seed: 7, onProgress: p => console.log(p.examples, p.loss, p.exact) });
 * adder.add('20+30'); // '50'
 * @throws CarryError `OptionInvalid`, `BackendMissing`, `CheckpointForeign`, `SaveFolderUnusable`; the signal's reason when it is aborted
 */
export async function train(options: TrainOptions): Promise<Adder> {
  const config = trainingConfig(options);
  const { arch, digits, seed } = config;
  await useBackend(options.backend);
  const model = buildModel(arch, digits, seed);
  const optimizer = new AdamWithLinearDecay(config.rate);
  model.compile({ optimizer, loss: 'categoricalCrossentropy' });
  try {
    const loop = await TrainingLoop.start(model, optimizer, config, options);
    while (!loop.isFinished) {
      optimizer.setProgress(loop.progress);
      await loop.batchDone(await trainBatch(model, config, loop.nextBatch()));
    }
    const { examples, exact, limit } = loop;
    const adder = new TrainedAdder(model, { arch, digits, limit, seed, examples, exact });
    await loop.end(adder);
    return adder;
  } catch (e) {
    model.dispose();
    throw e;
  } finally {
    optimizer.dispose();
  }
}

/**
 * Does one gradient step and returns the loss. Questions and answers are [batch, steps, alphabet]: with `carry` both
 * have one step per place, with `classic` the question has one step per character.
 */
async function trainBatch(
  model: Sequential,
  { arch, digits }: TrainingConfig,
  sums: Sum[]
): Promise<number> {
  const questions = toTensor(sums.map(sum => questionSteps[arch](sum, digits)));
  const answers = toTensor(sums.map(sum => answerSteps(solve(sum), digits)));
  try {
    const loss = await model.trainOnBatch(questions, answers);
    // TensorFlow.js never yields to the event loop by itself: callbacks, signals and displays need it.
    await setImmediate();
    return loss as number;
  } finally {
    dispose([questions, answers]);
  }
}
