import { existsSync } from 'node:fs';
import { dataPath, type DataSources } from '../data/data-path.js';
import { copyOutputs } from '../families/copy-output.js';
import type { FingerprintStore } from '../store/fingerprints.js';
import type { StoredJob } from '../store/jobs.js';
import { fingerprintOf } from './fingerprint.js';

/** Finds steps that have been run before: the same doing with the same input puts out the same. */
export class Reuse {
  constructor(
    private readonly fingerprints: FingerprintStore,
    private readonly data: DataSources
  ) {}

  /** What the step does to what, as one text; undefined where that cannot be told. */
  fingerprint(step: StoredJob): Promise<string | undefined> {
    return fingerprintOf(step, this.data);
  }

  /** Notes what a step that runs now does. */
  note(step: StoredJob, fingerprint: string): void {
    this.fingerprints.set(step.name, fingerprint);
  }

  /** A job that has done the same as the step would, and whose outputs are all still there. */
  find(step: StoredJob, fingerprint: string): string | undefined {
    return this.fingerprints
      .completed(fingerprint)
      .find(job =>
        Object.keys(step.properties.outputs ?? {}).every(output =>
          existsSync(dataPath(`azureml://jobs/${job}/outputs/${output}`, this.data) ?? '')
        )
      );
  }

  /** Puts what the other job wrote where the step was told to write. */
  async fetch(from: string, step: StoredJob): Promise<void> {
    await copyOutputs(from, step, this.data);
  }
}
