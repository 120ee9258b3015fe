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
  const weights = seededWeights(seed);
  return sequential({
    name: 'carry',
    layers: [
      layers.dense({
        name: 'encoder',
        units: 64,
        activation: 'relu',
        kernelInitializer: weights(),
        inputShape: [null, SYMBOLS]
      }),
      layers.simpleRNN({
        name: 'decoder',
        units: 48,
        kernelInitializer: weights(),
        recurrentInitializer: weights(),
        returnSequences: true
      }),
      layers.dense({
        name: 'writer',
        units: SYMBOLS,
        activation: 'softmax',
        kernelInitializer: weights()
      })
    ]
  });
}

/**
 * [sums, 2 * digits + 1, alphabet] -> [sums, digits + 1, alphabet].
 *
 * The encoder reads the whole question into one vector; the decoder gets that vector at each step of the answer.
 */
function classic(digits: number, seed: number): Sequential {
  const weights = seededWeights(seed);
  const lstm = () => ({
    units: 128,
    kernelInitializer: weights(),
    recurrentInitializer: weights()
  });
  return sequential({
    name: 'classic',
    layers: [
      layers.lstm({ name: 'encoder', ...lstm(), inputShape: [2 * digits + 1, SYMBOLS] }),
      layers.repeatVector({ name: 'question', n: digits + 1 }),
      layers.lstm({ name: 'decoder', ...lstm(), returnSequences: true }),
      layers.dense({
        name: 'writer',
        units: SYMBOLS,
        activation: 'softmax',
        kernelInitializer: weights()
      })
    ]
  });
}

/** Each call gives the initializer of one more weight matrix, with a seed of its own. */
function seededWeights(seed: number) {
  let matrix = 0;
  return () => initializers.glorotUniform({ seed: seed * 16 + ++matrix });
}
