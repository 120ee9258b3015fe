import { mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LabRoot } from './lab-root.js';

let base: string;
let root: LabRoot;

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'carry-root-')));
  await mkdir(join(base, 'lab', 'deep'), { recursive: true });
  await writeFile(join(base, 'secret.ipynb'), '{}');
  await writeFile(join(base, 'lab', 'deep', 'a b.ipynb'), '{}');
  await mkdir(join(base, 'lab-twin'));
  await writeFile(join(base, 'lab-twin', 'c.ipynb'), '{}');
  await symlink(join(base, 'secret.ipynb'), join(base, 'lab', 'link.ipynb'));
  await symlink(base, join(base, 'lab', 'linked'));
  root = await LabRoot.at(join(base, 'lab'));
});
afterEach(() => rm(base, { recursive: true }));

describe('a path from the page', () => {
  it('is found below the root', async () => {
    expect(await root.existing('deep/a b.ipynb')).toBe(join(base, 'lab', 'deep', 'a b.ipynb'));
    expect(root.labPath(join(base, 'lab', 'deep', 'a b.ipynb'))).toBe('deep/a b.ipynb');
  });

  it.each(['../secret.ipynb', 'deep/../../secret.ipynb', '../lab-twin/c.ipynb', 'a\0b'])(
    'is refused if it leaves the root: %j',
    async path => {
      await expect(root.existing(path)).rejects.toMatchObject({ code: 'PathOutsideRoot' });
    }
  );

  it.each(['link.ipynb', 'linked/secret.ipynb'])(
    'is refused if a link leaves the root: %s',
    async path => {
      await expect(root.existing(path)).rejects.toMatchObject({ code: 'PathOutsideRoot' });
    }
  );

  it('is reported as missing', async () => {
    await expect(root.existing('none.ipynb')).rejects.toMatchObject({ code: 'NotebookNotFound' });
  });
});

describe('a folder for copies', () => {
  it('is created below the root', async () => {
    expect(await root.makeFolder('carry-runs', 'job1')).toBe(join(base, 'lab/carry-runs/job1'));
  });

  it('is refused if its place is a file', async () => {
    await writeFile(join(base, 'lab', 'taken'), '');
    await expect(root.makeFolder('taken')).rejects.toMatchObject({ code: 'EEXIST' });
  });

  it('is refused if a link leaves the root', async () => {
    await symlink(join(base, 'lab-twin'), join(base, 'lab', 'carry-runs'));
    await expect(root.makeFolder('carry-runs', 'job1')).rejects.toMatchObject({
      code: 'PathOutsideRoot'
    });
    expect(await readdir(join(base, 'lab-twin'))).toEqual(['c.ipynb']);
  });
});
