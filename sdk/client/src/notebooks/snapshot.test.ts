import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planSnapshot } from './snapshot.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'carry-snapshot-'));
  await put('work/nb.ipynb', '{}');
});
afterEach(() => rm(root, { recursive: true }));

async function put(path: string, content = 'x'): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

const plan = (options?: Parameters<typeof planSnapshot>[1]) =>
  planSnapshot(join(root, 'work/nb.ipynb'), options);
const paths = async () => (await plan()).files.map(file => file.path);

describe('planSnapshot', () => {
  it('takes the folder of the notebook and its sizes', async () => {
    await put('work/lib/a.py', '12345');
    await put('beside.txt');
    const snapshot = await plan();
    expect(snapshot.files).toEqual([
      { path: 'lib/a.py', source: join(root, 'work/lib/a.py'), size: 5 },
      { path: 'nb.ipynb', source: join(root, 'work/nb.ipynb'), size: 2 }
    ]);
    expect(snapshot.bytes).toBe(7);
  });

  it('applies .gitignore, and omits generated files', async () => {
    await put('work/.gitignore', '*.log\n/data/\n!keep.log');
    for (const path of [
      'a.log',
      'keep.log',
      'data/big.csv',
      'sub/data/small.csv',
      'node_modules/m/i.js',
      'sub/.venv/x',
      'carry-runs/job/nb.ipynb',
      '.git/HEAD'
    ])
      await put(`work/${path}`);
    expect(await paths()).toEqual(['.gitignore', 'keep.log', 'nb.ipynb', 'sub/data/small.csv']);
    const { ignored, ignoreFile } = await plan();
    expect(ignoreFile).toBe('.gitignore');
    expect(ignored).toEqual(['.git', 'a.log', 'carry-runs', 'data', 'node_modules', 'sub/.venv']);
  });

  it('lets .amlignore replace .gitignore', async () => {
    await put('work/.gitignore', 'data/');
    await put('work/.amlignore', 'notes/');
    await put('work/data/a.csv');
    await put('work/notes/b.md');
    expect(await paths()).toEqual(['.amlignore', '.gitignore', 'data/a.csv', 'nb.ipynb']);
  });

  it('takes the notebook whatever the rules say', async () => {
    await put('work/.amlignore', '*.ipynb');
    expect(await paths()).toContain('nb.ipynb');
  });

  it('follows links inside the folder, once', async () => {
    await put('work/real/a.py');
    await symlink('real', join(root, 'work/link'));
    await symlink('..', join(root, 'work/real/up'));
    expect(await paths()).toEqual(['link/a.py', 'nb.ipynb', 'real/a.py']);
  });

  it('refuses a link that leads out of the folder, and only warns about it in a preview', async () => {
    await put('secret.txt');
    await symlink('../secret.txt', join(root, 'work/link.txt'));
    await expect(plan()).rejects.toMatchObject({ code: 'SnapshotLinkOutside', target: 'link.txt' });
    const { files, warnings } = await plan({ enforce: false });
    expect(files.map(file => file.path)).toEqual(['nb.ipynb']);
    expect(warnings).toEqual([expect.stringContaining('link.txt')]);
  });

  it('refuses a folder with too many files or bytes, and a preview counts all of them', async () => {
    await put('work/a.bin', 'x'.repeat(3000));
    await put('work/b.txt');
    const small = { limits: { bytes: 2048 } };
    await expect(plan(small)).rejects.toThrow(/larger than 0 MB together.*\.amlignore/);
    await expect(plan({ limits: { files: 2 } })).rejects.toMatchObject({
      code: 'SnapshotTooLarge'
    });
    const preview = await plan({ ...small, enforce: false });
    expect(preview).toMatchObject({ bytes: 3003, isComplete: true, warnings: [] });
    expect(preview.files).toHaveLength(3);
    expect(preview.tooLarge).toContain('too large to submit');
  });

  it('warns about files that hold secrets and links that lead nowhere', async () => {
    await put('work/.env.local', 'KEY=1');
    await symlink('nowhere', join(root, 'work/broken'));
    const { warnings } = await plan();
    expect(warnings).toEqual([
      expect.stringContaining("'.env.local'"),
      expect.stringContaining("'broken'")
    ]);
  });
});
