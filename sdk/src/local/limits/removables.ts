import { existsSync } from 'node:fs';
import type { BlobFiles } from '../blobs/blob-files.js';
import { artifactFolder } from '../datastores.js';
import type { Remains } from '../store/remains.js';
import type { VersionedStore } from '../store/versioned-store.js';
import type { Removable } from './retention.js';

/** Folders of a run that hold what it printed; what it put out and registered lies beside them and stays. */
const logFolders = ['user_logs', 'system_logs'];

/** The logs of ended jobs, and unnamed code snapshots that nothing refers to any more. */
export function findRemovables(
  remains: Remains,
  codes: VersionedStore,
  files: BlobFiles
): Removable[] {
  const logs = remains.endedJobs().flatMap(({ name, endedAt }) => {
    const { container, path } = artifactFolder(name);
    return logFolders.map(folder => ({
      path: files.path(container, `${path}/${folder}`),
      at: endedAt
    }));
  });
  const snapshots = remains.unnamedCodes().flatMap(({ name, version, uri, usedAt }) => {
    // A snapshot elsewhere may share its folder with other data.
    const container = /\/local\.blob\.carry\/(upload-[^/]+)/.exec(uri)?.[1];
    if (container === undefined) return [];
    const forget = () => {
      codes.deleteVersion(name, version);
    };
    return [{ path: files.folder(container), at: usedAt, forget }];
  });
  return [...logs, ...snapshots].filter(({ path }) => existsSync(path));
}
