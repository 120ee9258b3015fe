import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from './make-folder.js';

let base: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'carry-make-folder-'));
});
afterEach(async () => {
  await rm(base, { recursive: true });
});

const unusable = (folder: string, reason: string) => ({
  code: 'FolderUnusable',
  target: folder,
  message: expect.stringContaining(`'${folder}' (${reason})`) as string
});

describe('makeFolder', () => {
  it('creates a folder and those above it, and accepts an existing one', async () => {
    const folder = join(base, 'a', 'b', 'c');
    await makeFolder(folder);
    await makeFolder(folder);
    expect(existsSync(folder)).toBe(true);
  });

  it('creates one folder for many callers at once', async () => {
    const folders = ['x', 'y', 'x'].map(name => join(base, 'a', 'b', name));
    await Promise.all(folders.map(makeFolder));
    expect(folders.every(existsSync)).toBe(true);
  });

  it('refuses a file, and a folder below a file', async () => {
    const file = join(base, 'file');
    await writeFile(file, '');
    await expect(makeFolder(file)).rejects.toMatchObject(unusable(file, 'EEXIST'));
    const below = join(file, 'a');
    await expect(makeFolder(below)).rejects.toMatchObject(unusable(below, 'ENOTDIR'));
  });

  it('refuses a link that leads nowhere', async () => {
    const link = join(base, 'link');
    await symlink(join(base, 'missing', 'target'), link);
    await expect(makeFolder(link)).rejects.toMatchObject(unusable(link, 'EEXIST'));
    const below = join(link, 'a');
    await expect(makeFolder(below)).rejects.toMatchObject(unusable(below, 'EEXIST'));
  });

  it('ends where nothing can be created', async ({ skip }) => {
    skip(!existsSync('/proc/self'), 'this system has no /proc');
    await expect(makeFolder('/proc/x')).rejects.toMatchObject(unusable('/proc/x', 'ENOENT'));
    await expect(makeFolder('/proc/x/y')).rejects.toMatchObject(unusable('/proc/x/y', 'ENOENT'));
  });
});
