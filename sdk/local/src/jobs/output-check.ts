import { parseDatastoreUri, type JobBase } from 'carry-ml/arm';
import { fail } from './errors.js';

export interface OutputSources {
  /** The local file or folder of a URI; undefined for data outside the workspace. Throws when its datastore does not exist. */
  localPath: (uri: string) => string | undefined;
}

/** Throws when an output is directed to a datastore that does not exist, or that this workspace cannot write. Other URIs fail as the job starts. */
export function checkOutputs({ outputs }: JobBase, { localPath }: OutputSources): void {
  for (const [output, given] of Object.entries(outputs ?? {})) {
    if (output === 'default' || !given?.uri || !parseDatastoreUri(given.uri)) continue;
    if (localPath(given.uri) === undefined)
      throw fail('OutputUnwritable', { output, uri: given.uri });
  }
}
