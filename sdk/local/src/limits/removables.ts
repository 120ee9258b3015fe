import type { BlobFiles } from '../blobs/blob-files.js';
import { artifactFolder } from '../data/default-datastores.js';
import type { EnvironmentCache } from '../environments/environment-cache.js';
import { environmentFolderOf } from '../environments/job-environments.js';
import { foldersOf } from '../jobs/deletion.js';
import type { DeletedJobs } from '../store/deleted-jobs.js';
import type { JobMentions } from '../store/job-mentions.js';
import type { JobStore } from '../store/job-store.js';
import { slotStates } from '../store/job-transitions.js';
import type { RemovableRecords } from '../store/removable-records.js';
import type { VersionedStore } from '../store/versioned-store.js';
import { DAY_MS, type Removable } from './retention.js';

/** The folders of a run that contain its logs. Its outputs are beside them and are kept. */
const logFolders = ['user_logs', 'system_logs', 'azureml-logs'];

/** As in Azure, blocks that were not committed within a week are discarded. */
const UNCOMMITTED_BLOCKS_MAX_AGE_MS = 7 * DAY_MS;

export interface RemovableSources {
  removableRecords: RemovableRecords;
  deleted: DeletedJobs;
  mentions: JobMentions;
  codes: VersionedStore;
  files: BlobFiles;
}

/** Finds the logs of ended jobs and everything unreferenced: unnamed code, unfinished uploads and files of deleted jobs. */
export function findRemovables(sources: RemovableSources): Removable[] {
  const { removableRecords, codes, files } = sources;
  const logs = removableRecords.endedJobs().flatMap(({ name, endedAt }) => {
    const { container, path } = artifactFolder(name);
    return logFolders.map(folder => ({
      path: files.path(container, `${path}/${folder}`),
      at: endedAt
    }));
  });
  const snapshots = removableRecords
    .unnamedCodes()
    .flatMap(({ name, version, uri, usedAt, isUnused }) => {
      // A snapshot in another container may share its folder with other data.
      const container = /\/local\.blob\.carry\/(upload-[^/]+)/.exec(uri)?.[1];
      if (container === undefined) return [];
      const deleteRecord = () => {
        codes.deleteVersion(name, version);
      };
      const maxAgeMs = isUnused ? DAY_MS : undefined;
      return [{ path: files.folder(container), at: usedAt, maxAgeMs, deleteRecord }];
    });
  const uploads = files.unfinishedUploads().map(({ path, at, isBlocks }) => ({
    path,
    at,
    maxAgeMs: isBlocks ? UNCOMMITTED_BLOCKS_MAX_AGE_MS : DAY_MS
  }));
  return [...logs, ...snapshots, ...uploads, ...filesOfDeleted(sources)].filter(({ path }) =>
    files.isOwn(path)
  );
}

/** Finds the environments that no active job uses. */
export function findUnusedEnvironments(
  cache: EnvironmentCache,
  jobs: Pick<JobStore, 'inState'>
): Removable[] {
  const isUsed = (folder: string) =>
    jobs
      .inState(...slotStates)
      .some(job => environmentFolderOf(job.properties.properties) === folder);
  return cache.list().map(({ folder, usedAt }) => ({
    path: folder,
    at: usedAt,
    isUsed: () => isUsed(folder),
    deleteRecord: () => {
      cache.retire(folder);
    }
  }));
}

/** Finds the files of deleted jobs that nothing refers to. */
function filesOfDeleted({ deleted, mentions, files }: RemovableSources): Removable[] {
  const families = deleted.families();
  if (families.length === 0) return [];
  const needed = mentions.all();
  const unneeded = families.filter(({ jobs }) => !mentions.anyOf(jobs, needed));
  return unneeded.flatMap(({ jobs, deletedAt }) => {
    const folders = jobs.flatMap(foldersOf);
    return folders.map(({ container, path }) => ({
      path: files.path(container, path),
      at: deletedAt,
      maxAgeMs: DAY_MS,
      deleteRecord: () => {
        deleted.forget(jobs);
      }
    }));
  });
}
