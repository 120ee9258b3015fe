import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installedPackages } from './installed-packages.js';
import { overlappingPackages } from './overlapping-packages.js';

describe('overlappingPackages', () => {
  let venv: string;
  beforeEach(() => {
    venv = mkdtempSync(join(tmpdir(), 'carry-overlap-'));
  });
  afterEach(() => {
    rmSync(venv, { recursive: true, force: true });
  });

  /** Writes the facts of an installed package: `files` maps a path to its hash. */
  const install = (name: string, files: Record<string, string>, requires: string[] = []) => {
    const folder = join(venv, 'lib', 'python3.9', 'site-packages', `${name}-1.0.dist-info`);
    mkdirSync(folder, { recursive: true });
    const record = Object.entries(files).map(([path, hash]) => `${path},sha256=${hash},1\n`);
    writeFileSync(join(folder, 'RECORD'), [...record, `${name}-1.0.dist-info/RECORD,,\n`].join(''));
    const lines = requires.map(each => `Requires-Dist: ${each}\n`).join('');
    writeFileSync(join(folder, 'METADATA'), `Metadata-Version: 2.1\nName: ${name}\n${lines}`);
  };
  const found = async () => {
    const groups = await overlappingPackages(await installedPackages(venv));
    return groups.map(group => group.map(each => `${each.name} ${each.version}`));
  };
  const code = (hash: string) => ({ 'm/__init__.py': hash, 'm/core.py': hash, 'm/x.so': hash });

  it('finds packages with other versions of the same files', async () => {
    install('mlflow', code('a'));
    install('mlflow_skinny', code('b'));
    install('pandas', { 'pandas/__init__.py': 'a' });
    expect(await found()).toEqual([['mlflow-skinny 1.0', 'mlflow 1.0']]);
  });

  it('orders them as pip does: what requires more comes later', async () => {
    install('mlflow', code('a'), ['numpy']);
    install('mlflow_skinny', code('b'), ['databricks-sdk>=0.20 ; python_version > "3.8"']);
    install('databricks_sdk', {}, ['numpy (>=1)']);
    install('numpy', {});
    expect(await found()).toEqual([['mlflow 1.0', 'mlflow-skinny 1.0']]);
  });

  it('does not count what only an extra requires, nor what is not installed', async () => {
    install('one', code('a'), ['two; extra == "all"', 'absent', 'one[all]']);
    install('two', code('b'));
    expect(await found()).toEqual([['two 1.0', 'one 1.0']]);
  });

  it('ends where packages require each other', async () => {
    install('one', code('a'), ['two']);
    install('two', code('b'), ['one']);
    expect(await found()).toEqual([['two 1.0', 'one 1.0']]);
  });

  it('joins all packages with a file in common', async () => {
    install('a', { 'm/a.py': '1', 'm/b.py': '1' });
    install('b', { 'm/a.py': '2', 'm/b.py': '2', 'm/c.py': '2', 'm/d.py': '2' });
    install('c', { 'm/c.py': '3', 'm/d.py': '3' });
    install('d', { 'n/a.py': '1', 'n/b.py': '1' });
    install('e', { 'n/a.py': '2', 'n/b.py': '2' });
    expect(await found()).toEqual([
      ['c 1.0', 'b 1.0', 'a 1.0'],
      ['e 1.0', 'd 1.0']
    ]);
  });

  it.each([
    ['equal files', { 'm/core.py': 'b', 'm/more.py': 'b' }],
    ['one file', { 'm/core.py': 'a' }],
    ['the files of namespaces', { 'm/__init__.py': 'a', 'm/n/__init__.py': 'a' }],
    ['programs', { '../../../bin/m.py': 'a', '../../../bin/n.py': 'a' }],
    ['texts', { LICENSE: 'a', 'README.md': 'a' }]
  ])('does not mind %s', async (_, files) => {
    install('one', files);
    const other = Object.fromEntries(Object.keys(files).map(path => [path, 'b']));
    install('two', other);
    expect(await found()).toEqual([]);
  });
});
