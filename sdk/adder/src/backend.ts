import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { getBackend, ready, setBackend } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { Backend } from './adder.js';
import { fail } from './errors.js';

/** The names by which TensorFlow.js knows the backends. */
const NAMES: Record<Backend, string> = { wasm: 'wasm', native: 'tensorflow' };

const WASM = '@tensorflow/tfjs-backend-wasm';
/** Not a literal in `import()`, so that nobody's compiler or bundler asks for an optional package. */
const NATIVE: string = '@tensorflow/tfjs-node';

/**
 * Makes a backend the one that computes: the wanted one, else the one that `CARRY_ADDER_BACKEND` names, else wasm.
 *
 * @throws CarryError `BackendMissing`, `OptionInvalid`
 */
export async function useBackend(wanted?: Backend): Promise<Backend> {
  const backend = wanted ?? (process.env.CARRY_ADDER_BACKEND || 'wasm');
  if (backend !== 'wasm' && backend !== 'native') {
    throw fail('OptionInvalid', {
      name: 'backend',
      value: backend,
      accepted: "'wasm' or 'native'"
    });
  }
  if (backend === 'native') await importNative();
  else if (getBackend() !== NAMES.wasm) locateWasm();
  await setBackend(NAMES[backend]);
  await ready();
  return backend;
}

/** The backend that computes now. */
export function currentBackend(): Backend {
  return getBackend() === NAMES.native ? 'native' : 'wasm';
}

/** The package looks for its binaries beside the main script, where they never are. */
function locateWasm(): void {
  setWasmPaths(dirname(createRequire(import.meta.url).resolve(WASM)) + sep);
}

async function importNative(): Promise<void> {
  // TensorFlow tells of the processor's features on the console, which is no concern of a notebook's.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';
  try {
    await import(NATIVE);
  } catch (cause) {
    throw fail('BackendMissing', undefined, { cause });
  }
}
