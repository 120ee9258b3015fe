import { runGit } from './git-state.js';
import { JOB_SIDE } from './job-side-name.js';
import type { SnapshotFile } from './snapshot.js';

/** A larger patch is not kept: the snapshot has the files themselves. */
const MAX_BYTES = 1_000_000;

/** Name of the file, beside the outputs of the run. */
export const PATCH_FILE = 'uncommitted.patch';

/**
 * Returns what differs from the commit in a folder, as a file that the job keeps with its run. Undefined if nothing does, or if it is too
 * large. What a submit leaves out is not in the patch either.
 */
export async function gitPatch(
  folder: string,
  leftOut: readonly string[]
): Promise<SnapshotFile | undefined> {
  const content = await runGit(
    folder,
    ...['diff', 'HEAD', '--no-color', '--no-ext-diff', '--no-textconv', '--relative', '--', '.'],
    ...leftOut.map(path => `:(exclude,literal)${path}`)
  );
  if (!content || Buffer.byteLength(content) > MAX_BYTES) return undefined;
  const text = `${content}\n`;
  return { path: `${JOB_SIDE}/${PATCH_FILE}`, content: text, size: Buffer.byteLength(text) };
}
