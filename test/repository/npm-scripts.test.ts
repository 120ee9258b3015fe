import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** The scripts that are files of this repository, such as `node kernels/setup/setup.mjs`. */
const ours = Object.entries(scripts).flatMap(([name, command]) => {
  const file = /^node (?!node_modules)(\S+\.mjs)$/.exec(command)?.[1];
  return file === undefined ? [] : [{ name, file: join(root, file) }];
});

const staticImport = /^(?:import|export)\b(?:[^'"]*?\bfrom)?\s*['"]([^'"]+)['"]/gm;

/** Returns every module that a script loads before its first line runs, except those of Node.js. */
async function loaded(file: string, seen = new Set<string>()): Promise<Set<string>> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const source = await readFile(file, 'utf8');
  for (const [, name = ''] of source.matchAll(staticImport)) {
    if (name.startsWith('.')) await loaded(join(dirname(file), name), seen);
    else if (!name.startsWith('node:')) seen.add(name);
  }
  return seen;
}

describe('npm run on a fresh checkout', () => {
  it('covers the set-up and the release', () => {
    expect(ours.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['setup', 'check', 'test', 'wheel', 'docs'])
    );
  });

  it.each(ours)('$name starts before any package is installed', async ({ file }) => {
    const modules = [...(await loaded(file))];
    expect(modules.filter(module => !module.startsWith(root))).toEqual([]);
  });
});
