import { rm } from 'node:fs/promises';
import { outputsFolder } from 'carry-ml/arm';
import type { BlobFiles } from '../blobs/blob-files.js';
import { artifactFolder, datastores } from '../data/default-datastores.js';
import type { RunStore } from '../mlflow/runs/runs.js';
import type { DeletedJobs } from '../store/deleted-jobs.js';
import type { FingerprintStore } from '../store/fingerprint-store.js';
import type { JobMentions } from '../store/job-mentions.js';
import type { JobStore, StoredJob } from '../store/job-store.js';

export interface DeletionDeps {
  jobs: JobStore;
  runs: RunStore;
  fingerprints: FingerprintStore;
  deleted: DeletedJobs;
  mentions: JobMentions;
  files: BlobFiles;
  outputUri: (job: string, output: string) => string | undefined;
  /** Runs `work` in one transaction. */
  together: (work: () => void) => void;
  now: () => number;
}

/**
 * Deletes a job with its descendants. Their runs are marked as deleted, and their logs and outputs are removed; but while any registered
 * asset refers to a file of one of them, the files of the whole family stay.
 */
export class Deletion {
  constructor(private readonly deps: DeletionDeps) {}

  /** The disk space is free once this resolves. Outputs that the user directed to a path of their own are kept. */
  async delete(name: string): Promise<void> {
    const { jobs, runs, fingerprints, files, mentions, together } = this.deps;
    const family = jobs.familyOf(name);
    const names = family.map(job => job.name);
    const isNeeded = mentions.anyOf(names);
    // The files first: a server that crashes in between leaves a job that can be deleted again, not orphaned files.
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
    const locations = Object.keys(properties.outputs ?? {}).flatMap(output => {
      const uri = this.deps.outputUri(name, output);
      return uri === undefined ? [] : [[output, uri]];
    });
    this.deps.deleted.keep(
      name,
      family,
      Object.fromEntries(locations) as Record<string, string>,
      this.deps.now()
    );
  }
}

/** The folders of a job's files: the artifacts of its run, and its named outputs. */
export function foldersOf(job: string): { container: string; path: string }[] {
  const { datastore, path } = outputsFolder(job);
  return [artifactFolder(job), { container: datastores[datastore].container, path }];
}

function setAsideFiles(files: BlobFiles, job: string): string[] {
  return foldersOf(job).flatMap(({ container, path }) => files.setAside(container, path) ?? []);
}
