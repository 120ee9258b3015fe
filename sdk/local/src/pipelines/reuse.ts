import { existsSync } from 'node:fs';
import { isCarryError } from 'carry-ml/errors';
import { dataPath, type DataSources } from '../data/data-path.js';
import { copyOutputs } from '../families/copy-output.js';
import type { FingerprintStore } from '../store/fingerprint-store.js';
import type { StoredJob } from '../store/job-store.js';
import { fingerprintOf } from './fingerprint.js';

/** Finds earlier steps whose outputs can be reused, because they ran the same command with the same inputs. */
export class Reuse {
  constructor(
    private readonly fingerprints: Pick<FingerprintStore, 'completed' | 'set'>,
    private readonly data: DataSources
  ) {}

  /** A digest of the step's command and inputs; undefined if their content is unknown. */
  fingerprint(step: StoredJob): Promise<string | undefined> {
    return fingerprintOf(step, this.data);
  }

  /** Stores the fingerprint of a step that is about to run. */
  remember(step: StoredJob, fingerprint: string): void {
    this.fingerprints.set(step.name, fingerprint);
  }

  /** An earlier job with the same fingerprint whose outputs all still exist. */
  find(step: StoredJob, fingerprint: string): string | undefined {
    return this.fingerprints
      .completed(fingerprint)
      .find(job =>
        Object.keys(step.properties.outputs ?? {}).every(output => this.exists(job, output))
      );
  }

  private exists(job: string, output: string): boolean {
    try {
      return existsSync(dataPath(`azureml://jobs/${job}/outputs/${output}`, this.data) ?? '');
    } catch (error) {
      // Its datastore has been deleted since.
      if (isCarryError(error)) return false;
      throw error;
    }
  }

  /** Copies the outputs of the other job to the URIs to which the step directs its own. */
  async fetch(from: string, step: StoredJob): Promise<void> {
    await copyOutputs(from, step, this.data);
  }
}
