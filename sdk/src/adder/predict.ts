import { argMax, dispose, max, tidy, type Tensor3D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { AdderCard, ExplainedDigit } from './adder.js';
import { ALPHABET, BLANK, layouts, toTensor } from './data.js';
import type { Sum } from './sum.js';

/** What the network wrote for one sum. */
export interface Answer {
  text: string;
  /** From the first digit to the last. */
  digits: ExplainedDigit[];
  /** How sure the network is of the step, blanks included, that it is least sure of. */
  confidence: number;
}

/** What must be known of a network to lay out its questions. */
export type Shape = Pick<AdderCard, 'arch' | 'digits'>;

/** Steps that go through the network at once: enough to keep it busy, few enough for 100 MB. */
const STEPS_AT_ONCE = 65_536;

/** Lets the network answer. Sums of the same length go together, so that one long number does not make all long. */
export function predict(model: LayersModel, shape: Shape, sums: Sum[]): Answer[] {
  const answers: Answer[] = [];
  for (const [places, group] of byPlaces(shape, sums)) {
    const size = Math.max(1, Math.floor(STEPS_AT_ONCE / (places + 1)));
    for (let from = 0; from < group.length; from += size) {
      const batch = group.slice(from, from + size);
      const written = predictBatch(
        model,
        shape,
        batch.map(([, sum]) => sum),
        places
      );
      written.forEach((answer, row) => {
        const index = batch[row]?.[0];
        if (index !== undefined) answers[index] = answer;
      });
    }
  }
  return answers;
}

/** The sums with their indices, by the length of their longer number. `classic` has one length for all. */
function byPlaces({ arch, digits }: Shape, sums: Sum[]): Map<number, [number, Sum][]> {
  const groups = new Map<number, [number, Sum][]>();
  sums.forEach((sum, index) => {
    const places = arch === 'classic' ? digits : Math.max(sum.a.length, sum.b.length);
    const group = groups.get(places) ?? [];
    group.push([index, sum]);
    groups.set(places, group);
  });
  return groups;
}

function predictBatch(model: LayersModel, { arch }: Shape, sums: Sum[], places: number): Answer[] {
  const { question, inReadingOrder } = layouts[arch];
  const questions = toTensor(sums.map(sum => question(sum, places)));
  const chances = model.predictOnBatch(questions) as Tensor3D;
  const symbols = tidy(() => argMax(chances, -1).dataSync<'int32'>());
  const confidences = tidy(() => max(chances, -1).dataSync<'float32'>());
  dispose([questions, chances]);
  const steps = symbols.length / sums.length;
  return sums.map((_, row) => {
    const written = Array.from({ length: steps }, (_, step) => ({
      digit: ALPHABET[symbols[row * steps + step] ?? 0] ?? BLANK,
      confidence: confidences[row * steps + step] ?? 0
    }));
    const inOrder = inReadingOrder(written);
    return {
      text: inOrder
        .map(({ digit }) => digit)
        .join('')
        .trim(),
      digits: inOrder.filter(({ digit }) => digit !== BLANK),
      confidence: Math.min(...written.map(({ confidence }) => confidence))
    };
  });
}
