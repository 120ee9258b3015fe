import { initializers, layers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import type { Architecture } from './adder.js';
import { ALPHABET } from './data.js';
import { seedBits } from './random.js';

const SYMBOLS = ALPHABET.length;

/**
 * Builds an untrained network; the same seed gives the same weights.
 *
 * Both architectures are an encoder, which turns the question into vectors, and a recurrent decoder, which writes the
 * answer with a softmax over the alphabet at every step.
 *
 * @param digits maximum length of a number; only `classic` uses it, because its number of steps is fixed
 */
export function buildModel(arch: Architecture, digits: number, seed: number): Sequential {
  return arch === 'carry' ? carry(seed) : classic(digits, seed);
}

/**
 * [sums, places + 1, alphabet] -> [sums, places + 1, alphabet].
 *
 * The encoder maps the two digits of a place to one vector. The decoder goes from place to place, ones first, and at
 * each step reads the encoder's vector of the place that it writes (attention with fixed positions, which need not be
 * learned). From one place to the next it must remember only the carry, so a small state is enough, and tanh saturates,
 * so the state does not fade however many places there are.
 */
function carry(seed: number): Sequential {
  const { dense, recurrent } = seededLayers(seed);
  return sequential({
    name: 'carry',
    layers: [
      layers.dense({ ...dense('encoder', 64), activation: 'relu', inputShape: [null, SYMBOLS] }),
      layers.simpleRNN({ ...recurrent('decoder', 48), returnSequences: true }),
      layers.dense({ ...dense('writer', SYMBOLS), activation: 'softmax' })
    ]
  });
}

/**
 * [sums, 2 * digits + 1, alphabet] -> [sums, digits + 1, alphabet].
 *
 * The encoder maps the whole question to one vector; the decoder gets that vector at each step of the answer. The
 * layers and their sizes are those of keras.io/examples/nlp/addition_rnn.
 */
function classic(digits: number, seed: number): Sequential {
  const { dense, recurrent } = seededLayers(seed);
  return sequential({
    name: 'classic',
    layers: [
      layers.lstm({ ...recurrent('encoder', 128), inputShape: [2 * digits + 1, SYMBOLS] }),
      layers.repeatVector({ name: 'question', n: digits + 1 }),
      layers.lstm({ ...recurrent('decoder', 128), returnSequences: true }),
      layers.dense({ ...dense('writer', SYMBOLS), activation: 'softmax' })
    ]
  });
}

/** Makes the common configuration of the layers; each weight matrix gets its own seed, in the order of creation. */
function seededLayers(seed: number) {
  let matrix = 0;
  const weights = () => initializers.glorotUniform({ seed: seedBits(seed) * 16 + ++matrix });
  const dense = (name: string, units: number) => ({ name, units, kernelInitializer: weights() });
  return {
    dense,
    recurrent: (name: string, units: number) => ({
      ...dense(name, units),
      recurrentInitializer: weights()
    })
  };
}
