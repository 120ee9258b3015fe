import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Job, type Workspace } from 'carry-ml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';

/** Tests `ws.jobs.submitPipeline` end to end: notebooks of two languages and a script, connected by folders. */
describe('scripts and several notebooks as one pipeline', { timeout: 300_000 }, () => {
  let workspace: LocalWorkspace;
  let ws: Workspace;
  let folder: string;
  beforeAll(async () => {
    // A path with blanks reaches the notebook whole.
    workspace = await startLocalWorkspace(
      {},
      mkdtempSync(join(tmpdir(), 'carry home of a pipeline-'))
    );
    folder = mkdtempSync(join(tmpdir(), 'carry-pipeline-'));
    ws = await connect({ environment: workspace.environment, from: folder });
    writeNotebook(join(folder, 'prepare.ipynb'), {
      parameters: "rows = 2\nout_dir = 'data'",
      cells: [
        `from pathlib import Path
Path(out_dir).mkdir(parents=True, exist_ok=True)
Path(out_dir, 'numbers.txt').write_text('\\n'.join(str(n) for n in range(1, rows + 1)))`
      ]
    });
    writeNotebook(join(folder, 'total.ipynb'), {
      kernel: 'tslab',
      parameters: "let dataDir = 'data';\nlet outDir = 'out';",
      cells: [
        `import { readFileSync, writeFileSync } from 'node:fs';
const numbers = readFileSync(\`\${dataDir}/numbers.txt\`, 'utf8').split('\\n').map(Number);
if (numbers.length < 2) throw new Error('too few numbers');
writeFileSync(\`\${outDir}/total.txt\`, String(numbers.reduce((a, b) => a + b)));`
      ]
    });
    writeFileSync(
      join(folder, 'report.py'),
      `import argparse, os, pathlib
parser = argparse.ArgumentParser()
for name in ('total_dir', 'title', 'rows'):
    parser.add_argument(f'--{name}')
given = parser.parse_args()
total = pathlib.Path(given.total_dir, 'total.txt').read_text()
print(f"{given.title}: {total} of {given.rows}, {os.environ['UNIT']}")
`
    );
  }, 60_000);
  afterAll(async () => {
    await workspace.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const steps = (rows: number) => ({
    report: {
      path: join(folder, 'report.py'),
      parameters: { title: "the user's $(id) \${{inputs.rows}}", rows },
      inputs: { total_dir: 'total.outDir' },
      environmentVariables: { UNIT: 'in all' }
    },
    prepare: { path: join(folder, 'prepare.ipynb'), parameters: { rows }, outputs: ['out_dir'] },
    total: {
      path: join(folder, 'total.ipynb'),
      inputs: { dataDir: 'prepare.out_dir' },
      outputs: ['outDir']
    }
  });

  /** The jobs of the steps by their names. */
  async function stepsOf(job: Job): Promise<Record<string, Job>> {
    const children = await job.children().all();
    const jobs = await Promise.all(children.map(({ name }) => ws.jobs.get(name)));
    return Object.fromEntries(
      jobs.map((each, i): [string, Job] => [children[i]?.displayName ?? '', each])
    );
  }

  async function logOf(job: Job | undefined): Promise<string> {
    let log = '';
    for await (const line of job?.logs() ?? []) log += `${line}\n`;
    return log;
  }

  it('run in the order of their inputs, and pass folders on', async () => {
    const job = await ws.jobs.submitPipeline(steps(10), { displayName: 'Sum up' });
    expect(job.name).toMatch(/^Sum-up_/);
    await job.completed();
    const { report, prepare } = await stepsOf(job);
    expect(await logOf(report)).toContain("the user's $(id) ${{inputs.rows}}: 55 of 10, in all");
    expect(prepare?.spec).toMatchObject({ notebook: 'prepare.ipynb', parameters: { rows: 10 } });
  });

  it('say which step failed, and why', async () => {
    const job = await ws.jobs.submitPipeline(steps(0));
    await expect(job.completed()).rejects.toMatchObject({ code: 'JobFailed' });
    const { report, total } = await stepsOf(job);
    expect(total?.status).toBe('Failed');
    expect(report?.status).toBe('Canceled');
  });

  it('run again, or take what has not changed from before where that is asked for', async () => {
    const { prepare, total } = steps(3);
    for (const [reuse, reused] of [
      [false, false],
      [true, true]
    ]) {
      const job = await ws.jobs.submitPipeline({ prepare, total }, { reuse });
      await job.completed();
      const properties = (await stepsOf(job)).prepare?.spec.properties;
      expect(properties?.['azureml.isreused'] === 'true').toBe(reused);
    }
  });

  it.each([
    [{ prepare: { path: 'prepare.ipynb', outputs: ['other'] } }, 'ParameterUnknown', /'other'/],
    [
      { prepare: { path: 'prepare.ipynb', outputs: ['rows'] } },
      'PipelineInvalid',
      /'rows' must be a (whole|finite) number.*, so it cannot get the path/
    ],
    [{ a: { path: 'gone.py' } }, 'PipelineInvalid', /there is no such file/],
    [{ a: { path: 'report.py', compute: 'none' } }, 'ResourceNotFound', /none/]
  ])('refuses %j before anything is sent', async (wrong, code, message) => {
    const given = Object.fromEntries(
      Object.entries(wrong).map(([name, step]) => [
        name,
        { ...step, path: join(folder, step.path) }
      ])
    );
    await expect(ws.jobs.submitPipeline(given)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string
    });
  });
});
