import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, type Workspace } from 'carry-ml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalWorkspace, type LocalWorkspace, type Outcome } from './local-workspace.js';
import { writeNotebook, type Kernel } from '../notebook-file.js';

const notebooks = fileURLToPath(new URL('../../notebooks', import.meta.url));

/** Tests `carry submit` and the SDK with notebooks end to end: client, workspace, job side and kernel. */
describe('a notebook as a job', { timeout: 300_000 }, () => {
  let workspace: LocalWorkspace;
  let ws: Workspace;
  let folder: string;
  beforeAll(async () => {
    workspace = await startLocalWorkspace();
    folder = mkdtempSync(join(tmpdir(), 'carry-notebooks-'));
    ws = await connect({ environment: workspace.environment, from: folder });
  }, 60_000);
  afterAll(async () => {
    await workspace.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const notebook = (name: string, kernel: Kernel, cells: string[], parameters?: string) => {
    const path = join(mkdtempSync(join(folder, 'one-')), `${name}.ipynb`);
    writeNotebook(path, { kernel, cells, parameters });
    return path;
  };
  const submit = (...args: string[]) => workspace.carry('submit', ...args, '--stream');
  const jobOf = (outcome: Outcome) => outcome.stdout.split('\n')[0]!;

  it('trains the adder, ends 0, and its metrics are in MLflow', async () => {
    const copy = join(folder, 'story');
    cpSync(notebooks, copy, { recursive: true });
    const ended = await submit(join(copy, '01-adder.ipynb'), '-p', 'digits=2');
    expect(ended).toMatchObject({ code: 0 });
    const run = await ws.runs.get(jobOf(ended));
    expect(run.status).toBe('FINISHED');
    expect(run.metrics.exact).toBe(1);
    expect((await run.metricHistory('loss')).numRows).toBeGreaterThan(3);
    expect(run.parameters).toMatchObject({ digits: '2', seed: '7', arch: 'carry' });
    const model = (await run.listArtifacts('model')).map(({ path }) => path);
    expect(model).toEqual(expect.arrayContaining(['model/MLmodel', 'model/model.onnx']));
    const versions = await ws.models.versions('adder').all();
    expect(versions.map(v => v.version)).toEqual(['1']);
  });

  it('trains an adder of single digits too', async () => {
    const copy = join(folder, 'single');
    cpSync(notebooks, copy, { recursive: true });
    const ended = await submit(
      join(copy, '01-adder.ipynb'),
      '-p',
      'digits=1',
      '-p',
      'modelName=single'
    );
    expect(ended).toMatchObject({ code: 0 });
    expect((await ws.runs.get(jobOf(ended))).metrics.wrong).toBe(0);
  });

  it.each<[string, Kernel, string, number, RegExp]>([
    [
      'throws in Python',
      'python3',
      'raise ValueError("no such thing")',
      2,
      /ValueError: no such thing/
    ],
    [
      'throws in TypeScript',
      'tslab',
      'throw new Error("no such thing");',
      2,
      /Error: no such thing/
    ],
    [
      'does not type-check',
      'tslab',
      'const n: number = "text";',
      2,
      /Type 'string' is not assignable to type 'number'/
    ],
    ['kills its kernel in Python', 'python3', 'import os; os._exit(1)', 2, /kernel (died|ended)/i],
    ['kills its kernel in TypeScript', 'tslab', 'process.exit(1)', 2, /kernel (died|ended)/i]
  ])(
    'a notebook that %s ends non-zero and names the cell',
    async (name, kernel, cell, number, reason) => {
      const first = kernel === 'tslab' ? 'console.log("first")' : 'print("first")';
      const ended = await submit(notebook(name.replaceAll(' ', '-'), kernel, [first, cell]));
      expect(ended.code).toBe(1);
      expect(ended.stderr.trim().split('\n')).toHaveLength(1);
      expect(ended.stderr).toMatch(reason);
      const job = await ws.jobs.get(jobOf(ended));
      expect(job.status).toBe('Failed');
      expect(await job.progress()).toMatchObject({ of: 2, failedCell: number });
      const into = join(folder, job.name);
      await job.download(into);
      const executed = readdirSync(into, { recursive: true, encoding: 'utf8' }).find(f =>
        f.endsWith('.ipynb')
      );
      expect(readFileSync(join(into, executed!), 'utf8')).toMatch(/"output_type": "error"/);
    }
  );

  it.each<[string, () => string[], RegExp]>([
    ['a missing notebook', () => [join(folder, 'nope.ipynb')], /no notebook at .*nope\.ipynb/],
    [
      'a parameter the notebook does not have',
      () => [notebook('p', 'python3', ['x'], 'x = 1'), '-p', 'y=2'],
      /no parameter 'y'.*are: x/
    ],
    [
      'a value that does not fit its parameter',
      () => [notebook('v', 'python3', ['x'], 'x: int = 1'), '-p', 'x=one'],
      /'x' must be a whole number/
    ],
    [
      'an unknown compute',
      () => [notebook('c', 'python3', ['1']), '--compute', 'gpu-cluster'],
      /compute.*'gpu-cluster'|'gpu-cluster'.*compute/i
    ]
  ])(
    '%s ends non-zero with one clear sentence, before anything runs',
    async (_what, args, sentence) => {
      const before = (await workspace.carry('runs', '--json')).stdout;
      const ended = await submit(...args());
      expect(ended.code).not.toBe(0);
      expect(ended.stderr.trim().split('\n')).toHaveLength(1);
      expect(ended.stderr).toMatch(sentence);
      expect(ended.stderr).not.toMatch(/\bat .*:\d+:\d+/);
      expect((await workspace.carry('runs', '--json')).stdout).toBe(before);
    }
  );

  const awkward = {
    quotes: 'a"b\'c`d${e}',
    backslash: 'a\\b\\n',
    newline: 'one\ntwo\r\nthree\ttab',
    code: '; import os; os.remove("x")',
    emoji: '👩‍🚀 ünïcode \u2028',
    truth: true,
    word: 'true',
    exponent: 1e3,
    tiny: 1.5e-300,
    digits: '1e3',
    nested: { list: [1, 'two', null, { deep: ['"', "'", '\\'] }], empty: {}, 'a key': false },
    megabyte: `start"${'x\\'.repeat(2 ** 19)}"end`
  };

  it.each<[Kernel, string, string]>([
    [
      'tslab',
      Object.keys(awkward)
        .map(name => `let ${name}: any = null;`)
        .join('\n'),
      `import { writeFileSync } from "fs";\nwriteFileSync("outputs/values.json", JSON.stringify({ ${Object.keys(
        awkward
      )
        .map(name => `${name}: ${name}`)
        .join(', ')} }));`
    ],
    [
      'python3',
      Object.keys(awkward)
        .map(name => `${name} = None`)
        .join('\n'),
      `import json\nwith open("outputs/values.json", "w") as f: json.dump({ ${Object.keys(awkward)
        .map(name => `"${name}": ${name}`)
        .join(', ')} }, f)`
    ]
  ])(
    'values that break quoting arrive unchanged in a %s notebook',
    async (kernel, parameters, cell) => {
      const path = notebook('values', kernel, [cell], parameters);
      const job = await ws.jobs.submitNotebook(path, { parameters: awkward });
      await job.completed();
      const into = join(folder, job.name);
      await job.download(into);
      const file = readdirSync(into, { recursive: true, encoding: 'utf8' }).find(f =>
        f.endsWith('values.json')
      );
      const arrived = JSON.parse(readFileSync(join(into, file!), 'utf8')) as typeof awkward;
      expect(short(arrived)).toEqual(short(awkward));
    }
  );
});

/** Replaces the megabyte by its hash, so that a failure message stays readable. */
function short<T extends { megabyte: string }>(values: T): T {
  return { ...values, megabyte: createHash('sha256').update(values.megabyte).digest('hex') };
}
