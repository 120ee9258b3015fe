import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { io } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import type { Adder, Backend } from './adder.js';
import { useBackend } from './backend.js';
import { readCard } from './card.js';
import { fail } from './errors.js';
import { FILES } from './save.js';
import { TrainedAdder } from './trained-adder.js';

/** Options of `load`. */
export interface LoadOptions {
  /** The TensorFlow.js backend; default: the environment variable `CARRY_ADDER_BACKEND`, else `wasm`. */
  backend?: Backend;
  /** Stops loading: `load` rejects with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Loads an adder from the folder that `adder.save(folder)` wrote.
 *
 * @example const adder = await load('outputs/model');
 * @throws CarryError `ModelUnreadable`, `BackendMissing`, `OptionInvalid`; the signal's reason when it is aborted
 */
export async function load(folder: string, options: LoadOptions = {}): Promise<Adder> {
  const { backend, signal } = options;
  signal?.throwIfAborted();
  await useBackend(backend);
  try {
    const card = await readCard(folder, signal);
    const topology = JSON.parse(
      await readFile(join(folder, FILES.topology), { encoding: 'utf8', signal })
    ) as io.ModelJSON;
    const weights = await readFile(join(folder, FILES.weights), { signal });
    const artifacts: io.ModelArtifacts = {
      modelTopology: topology.modelTopology,
      weightSpecs: topology.weightsManifest.flatMap(group => group.weights),
      weightData: new Uint8Array(weights).buffer
    };
    return new TrainedAdder(await loadLayersModel(io.fromMemory(artifacts)), card);
  } catch (cause) {
    signal?.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw fail('ModelUnreadable', { folder, reason }, { cause });
  }
}
