import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { declaredPackages } from './automatic-types.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'carry-types-'));
  mkdirSync(path.join(folder, 'project', 'node_modules'), { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const write = (file, content) => {
  writeFileSync(path.join(folder, 'project', file), JSON.stringify(content));
};
const found = (...parts) => declaredPackages(path.join(folder, ...parts));

it('are those of the project and of Node.js', () => {
  write('package.json', {
    dependencies: { d3: '7' },
    devDependencies: { '@types/jest': '29' },
    peerDependencies: { '@types/react': '*' }
  });
  expect([...found('project', 'node_modules')]).toEqual(
    expect.arrayContaining(['@types/node', '@types/jest', '@types/react'])
  );
  expect(found('project', 'node_modules').has('@types/d3')).toBe(false);
});

it('are those of the project to which a linked folder belongs', () => {
  write('package.json', { devDependencies: { '@types/jest': '29' } });
  symlinkSync(path.join(folder, 'project', 'node_modules'), path.join(folder, 'node_modules'));
  expect(found('node_modules').has('@types/jest')).toBe(true);
});

it('are also those of its workspaces', () => {
  write('package.json', { workspaces: ['packages/*'] });
  write('node_modules/.package-lock.json', {
    packages: {
      'packages/one': { devDependencies: { '@types/jest': '29' } },
      'node_modules/one': { link: true, resolved: 'packages/one' },
      'node_modules/other': { dependencies: { '@types/d3': '7' } }
    }
  });
  const declared = found('project', 'node_modules');
  expect(declared.has('@types/jest')).toBe(true);
  expect(declared.has('@types/d3')).toBe(false);
});

it('are unknown without a package.json, or with one that cannot be read', () => {
  expect(found('project', 'node_modules')).toBeUndefined();
  writeFileSync(path.join(folder, 'project', 'package.json'), '{ "devDep');
  expect(found('project', 'node_modules')).toBeUndefined();
});
