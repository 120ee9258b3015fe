import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { excludeFromSnapshot } from './exclude.js';
import { planSnapshot } from './snapshot.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'carry-exclude-'));
  await put('nb.ipynb');
});
afterEach(() => rm(root, { recursive: true }));

async function put(path: string, content = 'x'): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

const exclude = (path: string) => excludeFromSnapshot(join(root, 'nb.ipynb'), path);
const rules = () => readFile(join(root, '.amlignore'), 'utf8');
const paths = async () =>
  (await planSnapshot(join(root, 'nb.ipynb'))).files.map(({ path }) => path);

describe('excludeFromSnapshot', () => {
  it('creates .amlignore, and writes a path once', async () => {
    await put('data/big.bin');
    await exclude('data/big.bin');
    await exclude('data/big.bin');
    expect(await rules()).toBe('/data/big.bin\n');
    expect(await paths()).toEqual(['.amlignore', 'nb.ipynb']);
  });

  it('appends a line to a file that does not end with one', async () => {
    await put('.amlignore', '*.log');
    await exclude('data/');
    await exclude('data/big.bin');
    await exclude('a.log');
    expect(await rules()).toBe('*.log\n/data/\n');
  });

  it('keeps the rules of a .gitignore, which .amlignore replaces', async () => {
    await put('.gitignore', '*.log\n');
    await put('a.log');
    await put('big.bin');
    await exclude('big.bin');
    expect(await rules()).toBe('*.log\n/big.bin\n');
    expect(await paths()).toEqual(['.amlignore', '.gitignore', 'nb.ipynb']);
  });

  it.each(['a*b.bin', 'a[1].bin', 'what?.bin', '#a', '!a', 'end ', 'a b', 'd/back\\slash', 'ü'])(
    'excludes the file %j and no other',
    async name => {
      await put(name);
      await put('aXb.bin');
      await put('a1.bin');
      await exclude(name);
      expect(await paths()).toEqual(['.amlignore', 'a1.bin', 'aXb.bin', 'nb.ipynb']);
    }
  );

  it.each(['', '/', '../a', 'a//b', 'a\nb', './a'])('refuses the path %j', async path => {
    await expect(exclude(path)).rejects.toMatchObject({ code: 'SnapshotPathInvalid' });
  });

  it('does not write through a link', async () => {
    await symlink(join(root, 'elsewhere'), join(root, '.amlignore'));
    await expect(exclude('a')).rejects.toMatchObject({ code: 'IgnoreFileNotWritten' });
  });
});
