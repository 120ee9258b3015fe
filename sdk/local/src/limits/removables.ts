import { existsSync } from 'node:fs';
import type { BlobFiles } from '../blobs/blob-files.js';
import { artifactFolder } from '../data/datastores.js';
import { foldersOf } from '../jobs/deletion.js';
import type { DeletedJobs } from '../store/deleted-jobs.js';
import type { JobMentions } from '../store/job-mentions.js';
import type { Remains } from '../store/remains.js';
import type { VersionedStore } from '../store/versioned-store.js';
import { DAY, type Removable } from './retention.js';

/** Folders of a run that hold what it printed; what it put out and registered lies beside them and stays. */
const logFolders = ['user_logs', 'system_logs'];

/** Azure, too, discards the blocks of an upload that no list named for a week. */
const BLOCKS_WAIT = 7 * DAY;

export interface RemovableSources {
  remains: Remains;
  deleted: DeletedJobs;
  mentions: JobMentions;
  codes: VersionedStore;
  files: BlobFiles;
}

/** The logs of ended jobs, and whatever nothing refers to any more: unnamed code, uploads never finished, files of deleted jobs. */
export function findRemovables(sources: RemovableSources): Removable[] {
  const { remains, codes, files } = sources;
  const logs = remains.endedJobs().flatMap(({ name, endedAt }) => {
    const { container, path } = artifactFolder(name);
    return logFolders.map(folder => ({
      path: files.path(container, `${path}/${folder}`),
      at: endedAt
    }));
  });
  const snapshots = remains.unnamedCodes().flatMap(({ name, version, uri, usedAt, isUnused }) => {
    // A snapshot elsewhere may share its folder with other data.
    const container = /\/local\.blob\.carry\/(upload-[^/]+)/.exec(uri)?.[1];
    if (container === undefined) return [];
    const forget = () => {
      codes.deleteVersion(name, version);
    };
    const wait = isUnused ? DAY : undefined;
    return [{ path: files.folder(container), at: usedAt, wait, forget }];
  });
  const leftovers = files
    .leftovers()
    .map(({ path, at, isBlocks }) => ({ path, at, wait: isBlocks ? BLOCKS_WAIT : DAY }));
  return [...logs, ...snapshots, ...leftovers, ...filesOfDeleted(sources)].filter(({ path }) =>
    existsSync(path)
  );
}

/** The files of deleted jobs that nothing needs any more. */
function filesOfDeleted({ deleted, mentions, files }: RemovableSources): Removable[] {
  const families = deleted.families();
  if (families.length === 0) return [];
  const needed = mentions.all();
  const needless = families.filter(({ jobs }) => !mentions.anyOf(jobs, needed));
  return needless.flatMap(({ jobs, deletedAt }) => {
    const folders = jobs.flatMap(foldersOf);
    return folders.map(({ container, path }) => ({
      path: files.path(container, path),
      at: deletedAt,
      wait: DAY,
      forget: () => {
        deleted.forget(jobs);
      }
    }));
  });
}
