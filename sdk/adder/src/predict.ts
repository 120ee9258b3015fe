import { argMax, dispose, max, tidy, type Tensor3D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { readAnswers, type Answer } from './answer.js';
import { batches, type Shape } from './batches.js';
import { questionSteps, toTensor } from './data.js';
import type { Sum } from './sum.js';

/** Predicts the answers of sums, in their order. */
export function predict(model: LayersModel, shape: Shape, sums: Sum[]): Answer[] {
  const answers: Answer[] = [];
  for (const batch of batches(shape, sums)) {
    predictBatch(model, shape, batch.sums, batch.places).forEach((answer, i) => {
      answers[batch.indices[i] ?? 0] = answer;
    });
  }
  return answers;
}

/** Questions and probabilities are [sums, steps, alphabet]; symbols and confidences [sums, steps]. */
function predictBatch(model: LayersModel, { arch }: Shape, sums: Sum[], places: number): Answer[] {
  const questions = toTensor(sums.map(sum => questionSteps[arch](sum, places)));
  const probabilities = model.predictOnBatch(questions) as Tensor3D;
  const symbols = tidy(() => argMax(probabilities, -1).dataSync<'int32'>());
  const confidences = tidy(() => max(probabilities, -1).dataSync<'float32'>());
  dispose([questions, probabilities]);
  return readAnswers(sums.length, symbols, confidences);
}
