import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fits } from './python-version.js';
import { choosePython, findPythons, firstPython } from './pythons.js';

describe('fits', () => {
  it.each([
    ['3.8.18', '==3.8.*', true],
    ['3.8.18', '==3.8.5.*', false],
    ['3.9.1', '==3.8.*', false],
    ['3.10.2', '>=3.8,<3.11', true],
    ['3.11.0', '>=3.8,<3.11', false],
    ['3.10.2', '~=3.9', true],
    ['3.10.2', '!=3.10.2', false],
    ['3.10.2', '<=3.9', false],
    ['3.10.2', '>3.9', true]
  ])('%s in %s is %s', (version, specifier, expected) => {
    expect(fits(version, specifier)).toBe(expected);
  });

  it('compares as many parts as asked', () => {
    expect(fits('3.8.18', '==3.8.5.*', 2)).toBe(true);
  });
});

describe('choosePython', () => {
  const pythons = ['3.11.2', '3.6.15', '3.8.18', '3.8.20', '3.13.0'].map(version => ({
    path: version,
    version
  }));
  it.each([
    [undefined, '3.11.2', undefined],
    ['==3.8.18.*', '3.8.18', undefined],
    ['==3.8.5.*', '3.8.20', undefined],
    ['>=3.9', '3.11.2', undefined],
    ['==3.12.*', '3.13.0', '3.12'],
    ['==3.10.*', '3.11.2', '3.10'],
    ['==3.14.*', '3.13.0', '3.14'],
    ['==3.7.*', '3.8.20', '3.7'],
    ['==3.5.*', '3.8.20', '3.5']
  ])('takes for %s the version %s', (wanted, version, insteadOf) => {
    const chosen = choosePython(pythons, wanted);
    expect([chosen?.version, chosen?.insteadOf]).toEqual([version, insteadOf]);
  });

  it('finds none on a machine without Python', () => {
    expect(choosePython([], '==3.8.*')).toBeUndefined();
  });
});

describe('findPythons', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'carry-pythons-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });
  const program = (folder: string, name: string, script: string) => {
    mkdirSync(join(root, folder), { recursive: true });
    const path = join(root, folder, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  };

  it('finds those of the paths first, then those of pyenv, and no broken one', async () => {
    const own = program('bin', 'python3', 'echo 3.11.2');
    program('bin', 'python3.9', 'echo "python3.9: command not found"; exit 127');
    program('bin', 'python-config', 'echo 3.1.1');
    const pyenv = program('.pyenv/versions/3.8.18/bin', 'python', 'echo 3.8.18');
    program('.pyenv/shims', 'python3.7', 'echo 3.7.1');
    const paths = [join(root, '.pyenv/shims'), join(root, 'bin')];
    const found = await findPythons(paths, { HOME: root });
    expect(found).toEqual([
      { path: own, version: '3.11.2' },
      { path: pyenv, version: '3.8.18' }
    ]);
    expect(await firstPython([join(root, 'bin')])).toEqual(found[0]);
  });
});
