import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect } from 'carry-ml';
import { median, root, withWorkspace } from './home.mjs';

const ROUNDS = 7;

/** A notebook whose only cell prints the time at which it ran, in seconds since 1970. */
const notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' } },
  cells: [
    {
      cell_type: 'code',
      id: 'first',
      metadata: {},
      execution_count: null,
      outputs: [],
      source: "import time\nprint('first cell at', time.time())"
    }
  ]
};

const seenAt = text => Number(/first cell at ([\d.]+)/.exec(text)?.[1]) * 1000;

/** Measures the time from the start of papermill's command to the first cell. */
async function papermill(path, folder) {
  const start = Date.now();
  const out = join(folder, 'out.ipynb');
  await promisify(execFile)(join(root, '.venv/bin/papermill'), [path, out, '--no-progress-bar'], {
    cwd: folder
  });
  const { cells } = JSON.parse(readFileSync(out, 'utf8'));
  return seenAt(cells[0].outputs.map(o => [o.text].flat().join('')).join('')) - start;
}

/** Measures the time from the call of `submitNotebook` to the first cell, including upload, queue and start. */
async function carry(workspace, path) {
  const start = Date.now();
  const job = await workspace.jobs.submitNotebook(path);
  await job.completed();
  let log = '';
  for await (const line of job.logs()) log += `${line}\n`;
  return seenAt(log) - start;
}

/** Compares submit to first cell with papermill's own start, alternately. */
export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'carry-submit-'));
  const path = join(folder, 'first.ipynb');
  writeFileSync(path, JSON.stringify(notebook));
  try {
    return await withWorkspace(async ({ environment }) => {
      const workspace = await connect({ environment, from: folder });
      await papermill(path, folder);
      await carry(workspace, path);
      const rounds = [];
      for (let i = 0; i < ROUNDS; i++)
        rounds.push({
          papermill: await papermill(path, folder),
          carry: await carry(workspace, path)
        });
      const [plain, ours] = [
        median(rounds.map(r => r.papermill)),
        median(rounds.map(r => r.carry))
      ];
      const ratio = median(rounds.map(r => r.carry / r.papermill));
      return [
        '## Submit to first cell',
        '',
        `Median of ${ROUNDS} rounds, in turns, on the same notebook; aim: a ratio of at most 1.3.`,
        '',
        '| | to the first cell | ratio to papermill |',
        '| --- | --- | --- |',
        `| papermill's own command | ${(plain / 1000).toFixed(2)} s | 1 |`,
        `| \`jobs.submitNotebook\` (upload, queue, start) | ${(ours / 1000).toFixed(2)} s | ${ratio.toFixed(2)} |`
      ].join('\n');
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
