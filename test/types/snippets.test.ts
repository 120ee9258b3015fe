import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { problems } from './check-cell.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const guides = readdirSync(join(root, 'docs'))
  .filter(name => name.endsWith('.md'))
  .map(name => `docs/${name}`);
const readmes = readdirSync(join(root, 'sdk'))
  .map(name => `sdk/${name}/README.md`)
  .filter(file => existsSync(join(root, file)));

/** The variables that a snippet takes over from the one before it. */
const context = {
  ws: "import { type Workspace } from 'carry-ml'; declare const ws: Workspace;",
  job: "import { type Job } from 'carry-ml'; declare const job: Job;",
  adder: "import { type Adder } from '@carry-ml/adder'; declare const adder: Adder;"
};

function snippetsOf(file: string) {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => {
    const missing = Object.entries(context).filter(([name]) => !code.includes(`const ${name} =`));
    return {
      file,
      code,
      cell: [...missing.map(([, line]) => line), code, 'export {};'].join('\n')
    };
  });
}

describe.each(['README.md', ...readmes, ...guides].flatMap(snippetsOf))(
  'a snippet of $file',
  ({ code, cell }) => {
    it(`has no type error: ${code.split('\n')[0] ?? ''}`, () => {
      expect(problems(cell)).toEqual([]);
    });
  }
);
