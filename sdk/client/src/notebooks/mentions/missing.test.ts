import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseNotebook } from '../notebook.js';
import { planSnapshot } from '../snapshot.js';
import { findMissing } from './missing.js';

let base: string;
let path: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'carry-missing-'));
  path = join(base, 'work', 'n.ipynb');
  for (const file of [
    ...['data.csv', 'helper.py', 'lib.ts', 'work/n.ipynb', 'work/in.csv', 'work/kept.py'],
    ...['work/raw/big.csv', 'work/local_module.py', 'work/tools/__init__.py', 'work/util.ts']
  ]) {
    mkdirSync(dirname(join(base, file)), { recursive: true });
    writeFileSync(join(base, file), '');
  }
  writeFileSync(join(base, 'work', '.amlignore'), 'raw/\nlocal_module.py\ntools\nutil.ts\n');
});
afterEach(() => {
  rmSync(base, { recursive: true });
});

async function missing(language: string, cells: string[], given?: string[]): Promise<string[]> {
  const kernelspec = { name: 'k', language };
  const code = cells.map(source => ({ cell_type: 'code', source, metadata: {} }));
  const notebook = parseNotebook(
    JSON.stringify({ nbformat: 4, metadata: { kernelspec }, cells: code }),
    path
  );
  const found = await findMissing(notebook, await planSnapshot(path), given);
  return found.map(({ kind, name, cell }) => `${kind} ${name} of cell ${cell}`);
}

describe('what the cells need and the job would not have', () => {
  it('is a file that Python reads and that is left out or outside of the folder', async () => {
    const cells = [
      'import pandas as pd',
      'pd.read_csv("raw/big.csv")',
      "open('../data.csv', 'rb')"
    ];
    expect(await missing('python', cells)).toEqual([
      'file raw/big.csv of cell 2',
      'file ../data.csv of cell 3'
    ]);
  });

  it('is a module that is left out', async () => {
    const cells = [
      'import local_module, os',
      'from tools.x import y',
      'import kept, helper, numpy'
    ];
    expect(await missing('python', cells)).toEqual([
      'module local_module of cell 1',
      'module tools of cell 2'
    ]);
    const script = ["import { a } from './util'; import '../lib.js'; import 'fs'; import './n'"];
    expect(await missing('typescript', script)).toEqual([
      'module ./util of cell 1',
      'module ../lib.js of cell 1'
    ]);
  });

  it('is a variable that is read without a default', async () => {
    expect(await missing('python', ['import os\nos.environ["API_URL"]'])).toEqual([
      'variable API_URL of cell 1'
    ]);
    const script = ['const u = process.env.API_URL!; fetch(process.env["HOST_URL"])'];
    expect(await missing('typescript', script)).toEqual([
      'variable API_URL of cell 1',
      'variable HOST_URL of cell 1'
    ]);
    expect(await missing('python', ['os.environ["API_URL"]'], ['API_URL'])).toEqual([]);
  });

  it.each([
    'open("raw/big.csv", "w"); open("raw/big.csv", mode="a", encoding="utf8")',
    'df.to_csv("raw/big.csv"); pd.read_csv("raw/big.csv")',
    'pd.read_csv("in.csv"); open("no-such.csv"); open("/etc/passwd"); open("https://a/b")',
    'pd.read_csv(name); open(f"raw/{name}.csv"); print("raw/big.csv"); load("..")',
    'try:\n    import local_module\n    os.environ["X"]\nexcept Exception:\n    pass',
    'os.environ["X"] = "1"; os.environ["X"]; os.environ.get("Y"); os.getenv("Z")',
    'if "X" in os.environ:\n    os.environ["X"]',
    'os.environ["PATH"], os.environ["AZUREML_RUN_ID"], os.environ[name]',
    'from dotenv import load_dotenv\nload_dotenv()\nos.environ["X"]',
    '%env X=1\nos.environ["X"]',
    '%%bash\nimport local_module',
    '# import local_module\n"import local_module"',
    'from . import local_module',
    'open(',
    'import\n\u0000'
  ])('is nothing for %j', async cell => {
    expect(await missing('python', [cell])).toEqual([]);
  });

  it.each([
    'const u = process.env.X ?? "d"; if (process.env.Y) {}; process.env.Z = "1"; f(process.env.Z)',
    "import('fs'); import x from 'carry-ml'; import './no-such'",
    'process.env[name]; `./util`; // import "./util"',
    'import {'
  ])('is nothing for %j in TypeScript', async cell => {
    expect(await missing('typescript', [cell])).toEqual([]);
  });
});
