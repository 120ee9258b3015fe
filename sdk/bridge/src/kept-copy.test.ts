import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptCopy } from './kept-copy.js';

describe('a copy of a file of a run', () => {
  let folder: string;
  let file: string;
  /** Downloads the file again, and gives it its name. */
  const copy = async () => {
    await rm(file, { force: true });
    await writeFile(file, 'one');
    return basename(await keptCopy(file, folder, 'n (run a).ipynb'));
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'carry-copy-'));
    file = join(folder, 'downloaded');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made once while nothing changes', async () => {
    expect([await copy(), await copy()]).toEqual(['n (run a).ipynb', 'n (run a).ipynb']);
  });

  it('does not overwrite what the user has made of the copy before', async () => {
    await writeFile(join(folder, await copy()), 'edited');
    expect(await copy()).toBe('n (run a) (2).ipynb');
    expect(await readFile(join(folder, 'n (run a).ipynb'), 'utf8')).toBe('edited');
    expect(await readFile(join(folder, 'n (run a) (2).ipynb'), 'utf8')).toBe('one');
  });

  it('is told from a file of the same size, a link and a folder', async () => {
    await writeFile(join(folder, 'n (run a).ipynb'), 'two');
    await symlink('nowhere', join(folder, 'n (run a) (2).ipynb'));
    await mkdir(join(folder, 'n (run a) (3).ipynb'));
    expect(await copy()).toBe('n (run a) (4).ipynb');
  });
});
