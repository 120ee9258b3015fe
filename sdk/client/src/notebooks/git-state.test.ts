import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gitPatch } from './git-patch.js';
import { gitState } from './git-state.js';

describe('gitState', () => {
  let folder: string;
  const git = (...args: string[]) =>
    execFileSync('git', [
      '-C',
      folder,
      '-c',
      'user.name=a',
      '-c',
      'user.email=a@example.org',
      ...args
    ])
      .toString()
      .trim();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'carry-git-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is empty outside a repository and before the first commit', async () => {
    expect(await gitState(folder)).toEqual({});
    git('init', '-q', '-b', 'trunk');
    expect(await gitState(folder)).toEqual({});
  });

  it('names commit and branch, whether something is uncommitted, and the remote without its credentials', async () => {
    git('init', '-q', '-b', 'trunk');
    writeFileSync(join(folder, 'a'), '1');
    git('add', 'a');
    git('commit', '-q', '-m', 'first');
    git('remote', 'add', 'origin', 'https://me:token@example.org/r.git');
    const clean = {
      'mlflow.source.git.commit': git('rev-parse', 'HEAD'),
      'mlflow.source.git.branch': 'trunk',
      'mlflow.source.git.repoURL': 'https://example.org/r.git',
      'azureml.git.dirty': 'False'
    };
    expect(await gitState(folder)).toEqual(clean);
    writeFileSync(join(folder, 'a'), '2');
    expect(await gitState(folder)).toEqual({ ...clean, 'azureml.git.dirty': 'True' });
  });

  it('has a patch of what is uncommitted, without what a submit leaves out', async () => {
    git('init', '-q', '-b', 'trunk');
    for (const name of ['a', 'b*', 'secret']) writeFileSync(join(folder, name), '1\n');
    git('add', '.');
    git('commit', '-q', '-m', 'first');
    expect(await gitPatch(folder, [])).toBeUndefined();
    for (const name of ['a', 'b*', 'secret']) writeFileSync(join(folder, name), `new ${name}\n`);
    const { path, content = '', size } = (await gitPatch(folder, ['secret', 'b*'])) ?? {};
    expect(path).toBe('.carry/uncommitted.patch');
    expect(content).toContain('+new a\n');
    expect(content).not.toMatch(/secret|b\*/);
    expect(size).toBe(Buffer.byteLength(content));
    writeFileSync(join(folder, 'a'), 'x'.repeat(1_100_000));
    expect(await gitPatch(folder, [])).toBeUndefined();
  });
});
