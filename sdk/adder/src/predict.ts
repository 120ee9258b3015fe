import { argMax, dispose, max, tidy, type Tensor3D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { readAnswers, type Answer } from './answer.js';
import { batches, type Shape } from './batches.js';
import { questionSteps, toTensor } from './data.js';
import type { Sum } from './sum.js';

/** Lets the network answer. */
export function predict(model: LayersModel, shape: Shape, sums: Sum[]): Answer[] {
  const answers: Answer[] = [];
  for (const batch of batches(shape, sums)) {
    predictBatch(model, shape, batch.sums, batch.places).forEach((answer, i) => {
      answers[batch.indices[i] ?? 0] = answer;
    });
  }
  return answers;
}

function predictBatch(model: LayersModel, { arch }: Shape, sums: Sum[], places: number): Answer[] {
  const questions = toTensor(sums.map(sum => questionSteps[arch](sum, places)));
  const chances = model.predictOnBatch(questions) as Tensor3D;
  const symbols = tidy(() => argMax(chances, -1).dataSync<'int32'>());
  const confidences = tidy(() => max(chances, -1).dataSync<'float32'>());
  dispose([questions, chances]);
  return readAnswers(sums.length, symbols, confidences);
}
