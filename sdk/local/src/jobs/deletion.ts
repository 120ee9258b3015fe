import { rm } from 'node:fs/promises';
import { outputsFolder } from 'carry-ml/arm';
import type { BlobFiles } from '../blobs/blob-files.js';
import { artifactFolder, datastores } from '../data/datastores.js';
import type { RunStore } from '../mlflow/runs/runs.js';
import type { DeletedJobs } from '../store/deleted-jobs.js';
import type { FingerprintStore } from '../store/fingerprints.js';
import type { JobMentions } from '../store/job-mentions.js';
import type { JobStore, StoredJob } from '../store/jobs.js';

export interface DeletionDeps {
  jobs: JobStore;
  runs: RunStore;
  fingerprints: FingerprintStore;
  deleted: DeletedJobs;
  mentions: JobMentions;
  files: BlobFiles;
  outputUri: (job: string, output: string) => string | undefined;
  /** Writes all that `work` writes, or nothing. */
  together: (work: () => void) => void;
  now: () => number;
}

/**
 * Deletes a job with its children. Their runs are marked as deleted, and what they logged and put out is removed; but all files of
 * the family stay as long as anything registered was made from one of them.
 */
export class Deletion {
  constructor(private readonly deps: DeletionDeps) {}

  /** The room is free once this resolves. What lies where the user told an output to go is the user's, and stays. */
  async delete(name: string): Promise<void> {
    const { jobs, runs, fingerprints, files, mentions, together } = this.deps;
    const family = jobs.familyOf(name);
    const names = family.map(job => job.name);
    const isNeeded = mentions.anyOf(names);
    // The files first: a server that dies on the way leaves a job that can be deleted again, not files that nobody knows of.
    const aside = isNeeded ? [] : names.flatMap(job => setAsideFiles(files, job));
    together(() => {
      if (isNeeded) for (const job of family) this.keep(job, name);
      for (const job of names) {
        if (runs.find(job)) runs.setStage(job, 'deleted');
        fingerprints.forget(job);
      }
      jobs.delete(name);
    });
    for (const path of aside) await rm(path, { recursive: true, force: true });
  }

  private keep({ name, properties }: StoredJob, family: string): void {
    const places = Object.keys(properties.outputs ?? {}).flatMap(output => {
      const uri = this.deps.outputUri(name, output);
      return uri === undefined ? [] : [[output, uri]];
    });
    this.deps.deleted.keep(
      name,
      family,
      Object.fromEntries(places) as Record<string, string>,
      this.deps.now()
    );
  }
}

/** Where the files of a job lie: what its run left behind, and its named outputs. */
export function foldersOf(job: string): { container: string; path: string }[] {
  const { datastore, path } = outputsFolder(job);
  return [artifactFolder(job), { container: datastores[datastore].container, path }];
}

function setAsideFiles(files: BlobFiles, job: string): string[] {
  return foldersOf(job).flatMap(({ container, path }) => files.setAside(container, path) ?? []);
}
