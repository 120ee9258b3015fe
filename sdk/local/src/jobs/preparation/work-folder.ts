import { cp, mkdir, readdir, rename, rmdir, symlink } from 'node:fs/promises';
import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { staysInside } from '../../blobs/confined-path.js';

/** Folders of the working folder that Azure ML uploads by convention. */
const uploaded = ['outputs', 'logs'];

/**
 * Creates the working folder of a job: a copy of its code, with `outputs` and `logs` linked to the run's artifacts, so that clients can
 * read its files while it runs.
 */
export async function createWorkFolder(
  code: string | undefined,
  work: string,
  artifacts: string
): Promise<void> {
  await mkdir(work, { recursive: true, mode: 0o700 });
  if (code && existsSync(code))
    await cp(code, work, {
      recursive: true,
      // A symbolic link to outside the snapshot would let a job's code refer to any file of the server.
      filter: source => !lstatSync(source).isSymbolicLink() || staysInside(code, source)
    });
  for (const name of uploaded) {
    const target = join(artifacts, name);
    const link = join(work, name);
    await mkdir(target, { recursive: true, mode: 0o700 });
    if (existsSync(link)) {
      for (const entry of await readdir(link)) await rename(join(link, entry), join(target, entry));
      await rmdir(link);
    }
    await symlink(target, link);
  }
}
