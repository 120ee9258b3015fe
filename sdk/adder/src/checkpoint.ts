import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dispose, io, type Optimizer, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { fail } from './errors.js';
import { makeFolder } from './make-folder.js';
import type { TrainingConfig } from './train-options.js';

interface NamedTensor {
  name: string;
  tensor: Tensor;
}

/** The state of a training besides its tensors. Checkpoints contain it, so the names of the fields stay. */
export interface TrainingState {
  /** Number of sums trained on. */
  examples: number;
  /** Duration of the training. */
  seconds: number;
  /** State of the random generator that draws the sums. */
  random: number;
}

/** The file that makes a checkpoint valid: it names the file of the tensors, and a rename puts it in place. */
const INDEX = 'checkpoint.json';

interface Index extends TrainingState {
  /** The options of the training. */
  plan: TrainingConfig;
  /** The name of the file of the tensors. */
  tensors: string;
  specs: io.WeightsManifestEntry[];
}

/**
 * A folder with the weights, the optimizer's moments and the state of the random generator, so that training continues
 * as if it had never stopped. A crash at any moment leaves either the previous checkpoint or the new one.
 */
export class Checkpoint {
  constructor(
    private readonly folder: string,
    private readonly config: TrainingConfig
  ) {}

  /** Saves a checkpoint and deletes the previous one. */
  async save(model: LayersModel, optimizer: Optimizer, state: TrainingState): Promise<void> {
    const previous = await this.#index();
    const optimizerState = await optimizer.getWeights();
    const named = [...model.getWeights().map(tensor => ({ tensor })), ...optimizerState].map(
      ({ tensor }, i): NamedTensor => ({ name: String(i), tensor })
    );
    const { data, specs } = await io.encodeWeights(named);
    // `getWeights` creates the first tensor, the number of steps, for us; the others belong to the optimizer.
    dispose(optimizerState[0]?.tensor ?? []);
    const tensors = `checkpoint-${state.examples}.bin`;
    const index: Index = { ...state, plan: this.config, tensors, specs };
    await makeFolder(this.folder);
    await writeFile(join(this.folder, tensors), new Uint8Array(data));
    await writeFile(join(this.folder, `${INDEX}.new`), JSON.stringify(index));
    await rename(join(this.folder, `${INDEX}.new`), join(this.folder, INDEX));
    if (previous && previous.tensors !== tensors)
      await rm(join(this.folder, previous.tensors), { force: true });
  }

  /**
   * Restores weights and optimizer from the checkpoint and returns its state; undefined when there is no checkpoint.
   *
   * @throws CarryError `CheckpointForeign` when the checkpoint belongs to a training with other options
   */
  async restore(model: LayersModel, optimizer: Optimizer): Promise<TrainingState | undefined> {
    const index = await this.#index();
    if (!index) return undefined;
    if (JSON.stringify(index.plan) !== JSON.stringify(this.config)) {
      throw fail('CheckpointForeign', { folder: this.folder });
    }
    const data = new Uint8Array(await readFile(join(this.folder, index.tensors)));
    const saved = Object.entries(io.decodeWeights(data.buffer, index.specs)).map(
      ([name, tensor]): NamedTensor => ({ name, tensor })
    );
    const count = model.getWeights().length;
    model.setWeights(saved.slice(0, count).map(({ tensor }) => tensor));
    await optimizer.setWeights(saved.slice(count));
    dispose(saved.map(({ tensor }) => tensor));
    return index;
  }

  /** Deletes the checkpoint. */
  async clear(): Promise<void> {
    const index = await this.#index();
    if (!index) return;
    await rm(join(this.folder, INDEX), { force: true });
    await rm(join(this.folder, index.tensors), { force: true });
  }

  async #index(): Promise<Index | undefined> {
    try {
      return JSON.parse(await readFile(join(this.folder, INDEX), 'utf8')) as Index;
    } catch (e) {
      if ((e as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw e;
    }
  }
}
