import { initializers, layers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import type { Architecture } from './adder.js';
import { ALPHABET } from './data.js';

const SYMBOLS = ALPHABET.length;

/**
 * Builds an untrained network; the same seed gives the same weights.
 *
 * Both are an encoder, which turns what it reads into vectors, and a recurrent decoder, which writes the answer with
 * a softmax over the alphabet at every step.
 *
 * @param digits the longest number that will be seen; only `classic` needs it, its steps are fixed
 */
export function buildModel(arch: Architecture, digits: number, seed: number): Sequential {
  return arch === 'carry' ? carry(seed) : classic(digits, seed);
}

/**
 * [sums, places + 1, alphabet] -> [sums, places + 1, alphabet].
 *
 * The encoder makes one vector of the two digits of a place. The decoder goes from place to place, ones first, each
 * time looking at the encoder's vector of the very place it writes (attention that need not be learned). What it has
 * to remember from one place to the next is the carry, so a small state is enough, and tanh holds it at its ends
 * however many places there are.
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
 * The encoder reads the whole question into one vector; the decoder gets that vector at each step of the answer. The
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

/** What layers have in common; every weight matrix gets a seed of its own, in the order in which they are made. */
function seededLayers(seed: number) {
  let matrix = 0;
  const weights = () => initializers.glorotUniform({ seed: seed * 16 + ++matrix });
  const dense = (name: string, units: number) => ({ name, units, kernelInitializer: weights() });
  return {
    dense,
    recurrent: (name: string, units: number) => ({
      ...dense(name, units),
      recurrentInitializer: weights()
    })
  };
}
