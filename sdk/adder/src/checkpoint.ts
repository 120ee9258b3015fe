import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dispose, io, type Optimizer, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { fail } from './errors.js';
import type { Plan } from './plan.js';

interface NamedTensor {
  name: string;
  tensor: Tensor;
}

/** Where training stands, besides its tensors. */
export interface Standing {
  examples: number;
  seconds: number;
  /** State of the generator that draws the sums. */
  random: number;
}

/** The one file that counts; it names the file of the tensors, and is put in place by a rename. */
const INDEX = 'checkpoint.json';

interface Index extends Standing {
  plan: Plan;
  tensors: string;
  specs: io.WeightsManifestEntry[];
}

/**
 * A folder that keeps the weights, the optimizer's moments and the place in the sequence of sums, so that training
 * can go on as if it had never stopped. A crash at any moment leaves the checkpoint before, or the one after.
 */
export class Checkpoint {
  constructor(
    private readonly folder: string,
    private readonly plan: Plan
  ) {}

  async keep(model: LayersModel, optimizer: Optimizer, standing: Standing): Promise<void> {
    const before = await this.#index();
    const optimizerState = await optimizer.getWeights();
    const named = [...model.getWeights().map(tensor => ({ tensor })), ...optimizerState].map(
      ({ tensor }, i): NamedTensor => ({ name: String(i), tensor })
    );
    const { data, specs } = await io.encodeWeights(named);
    // The first is the count of steps, made for us; the others are the optimizer's own.
    dispose(optimizerState[0]?.tensor ?? []);
    const tensors = `checkpoint-${standing.examples}.bin`;
    const index: Index = { ...standing, plan: this.plan, tensors, specs };
    await mkdir(this.folder, { recursive: true });
    await writeFile(join(this.folder, tensors), new Uint8Array(data));
    await writeFile(join(this.folder, `${INDEX}.new`), JSON.stringify(index));
    await rename(join(this.folder, `${INDEX}.new`), join(this.folder, INDEX));
    if (before && before.tensors !== tensors)
      await rm(join(this.folder, before.tensors), { force: true });
  }

  /**
   * Puts back what was kept; answers undefined when there is nothing.
   *
   * @throws CarryError `CheckpointForeign` when it is of another training
   */
  async restore(model: LayersModel, optimizer: Optimizer): Promise<Standing | undefined> {
    const index = await this.#index();
    if (!index) return undefined;
    if (JSON.stringify(index.plan) !== JSON.stringify(this.plan)) {
      throw fail('CheckpointForeign', { folder: this.folder });
    }
    const data = new Uint8Array(await readFile(join(this.folder, index.tensors)));
    const kept = Object.entries(io.decodeWeights(data.buffer, index.specs)).map(
      ([name, tensor]): NamedTensor => ({ name, tensor })
    );
    const count = model.getWeights().length;
    model.setWeights(kept.slice(0, count).map(({ tensor }) => tensor));
    await optimizer.setWeights(kept.slice(count));
    dispose(kept.map(({ tensor }) => tensor));
    return index;
  }

  /** Deletes what was kept. */
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
