import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { getBackend, ready, setBackend } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { Backend } from './adder.js';
import { fail } from './errors.js';

/** TensorFlow.js's names of the backends. */
const NAMES: Record<Backend, string> = { wasm: 'wasm', native: 'tensorflow' };

const WASM = '@tensorflow/tfjs-backend-wasm';
/** Not a literal in `import()`, so that no compiler or bundler requires an optional package. */
const NATIVE: string = '@tensorflow/tfjs-node';

/**
 * Activates a TensorFlow.js backend: the given one, else the one in `CARRY_ADDER_BACKEND`, else wasm.
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

/** Returns the active backend. */
export function currentBackend(): Backend {
  return getBackend() === NAMES.native ? 'native' : 'wasm';
}

/** Sets the path of the wasm binaries: the package looks for them beside the main script, where they never are. */
function locateWasm(): void {
  setWasmPaths(dirname(createRequire(import.meta.url).resolve(WASM)) + sep);
}

async function importNative(): Promise<void> {
  // Without this, TensorFlow prints the processor's features into the notebook.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';
  try {
    await import(NATIVE);
  } catch (cause) {
    throw fail('BackendMissing', undefined, { cause });
  }
}
