import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { submitAs } from 'carry-ml/notebooks';
import { expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { problems } from './check-cell.js';

it('the TypeScript of a submit has no problem of types in a cell', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'carry-submit-as-'));
  const path = join(folder, 'a.ipynb');
  writeNotebook(path, { parameters: 'big = 1\noptions = {}\nrate = 0.5', cells: [] });
  const options = {
    parameters: { big: 12345678901234567890n, options: { a: [null, '`${x}`'], b: -0 }, rate: 1e-7 },
    compute: 'cpu',
    environmentVariables: { HF_TOKEN: 'x', MODE: "it's" },
    tags: { __proto__x: 'a', 'b c': 'd' },
    timeout: 60
  };
  const target = { kind: 'local', subscription: 's', resourceGroup: 'g', workspace: 'w' } as const;
  const { typescript } = await submitAs(path, options, target);
  expect(problems(typescript)).toEqual([]);
  rmSync(folder, { recursive: true });
});
