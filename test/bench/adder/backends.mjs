import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../home.mjs';

const { resolve } = createRequire(join(root, 'sdk/'));

/** Returns whether an optional package is installed. */
export function has(name) {
  try {
    return Boolean(resolve(name));
  } catch {
    return false;
  }
}

/** The available backends. */
export const backends = has('@tensorflow/tfjs-node') ? ['wasm', 'native'] : ['wasm'];
