import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect } from 'carry-ml';
import { median, root, withWorkspace } from './home.mjs';

const ROUNDS = 3;

/** The notebooks: each has one cell, which prints the time at which it ran, in seconds since 1970. */
const contestants = [
  {
    title: 'Python',
    aim: 2,
    kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' },
    source: "import time\nprint('first cell at', time.time())"
  },
  {
    title: 'TypeScript',
    aim: 4,
    kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' },
    source: "console.log('first cell at', Date.now() / 1000)"
  }
];

function write(folder, { title, kernelspec, source }) {
  const cell = { cell_type: 'code', id: 'first', metadata: {}, execution_count: null, outputs: [] };
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec },
    cells: [{ ...cell, source }]
  };
  const path = join(folder, `${title}.ipynb`);
  writeFileSync(path, JSON.stringify(notebook));
  return path;
}

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

/**
 * Measures the time from the call of `submitNotebook` to the first cell, including upload, queue and start; and of that, the time in
 * which the kernel starts, as the job's log gives it.
 */
async function carry(workspace, path) {
  const start = Date.now();
  const job = await workspace.jobs.submitNotebook(path);
  await job.completed();
  let log = '';
  for await (const line of job.logs()) log += `${line}\n`;
  const kernel = Number(/^The kernel is ready: ([\d.]+) s$/m.exec(log)?.[1]) * 1000;
  return { total: seenAt(log) - start, kernel };
}

async function row(workspace, folder, contestant) {
  const path = write(folder, contestant);
  await papermill(path, folder);
  await carry(workspace, path);
  const rounds = [];
  for (let i = 0; i < ROUNDS; i++)
    rounds.push({ peer: await papermill(path, folder), ...(await carry(workspace, path)) });
  const seconds = of => (median(rounds.map(of)) / 1000).toFixed(2);
  const ratio = median(rounds.map(r => r.total / r.peer)).toFixed(2);
  return `| ${contestant.title} | ${seconds(r => r.peer)} s | ${seconds(r => r.total)} s | ${seconds(r => r.kernel)} s | ${ratio} | at most ${contestant.aim} s, ratio 1.3 |`;
}

/** Compares submit to first cell with papermill's own command, alternately. */
export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'carry-submit-'));
  try {
    return await withWorkspace(async ({ environment }) => {
      const workspace = await connect({ environment, from: folder });
      const rows = [];
      for (const contestant of contestants) rows.push(await row(workspace, folder, contestant));
      return [
        '## Submit to first cell',
        '',
        `Median of ${ROUNDS} rounds, in turns, on the same notebook, in which papermill's own command runs it and in which \`jobs.submitNotebook\` uploads, queues and starts it. Load of the machine at the end: ${loadavg()[0].toFixed(1)}.`,
        '',
        "| notebook | papermill | `jobs.submitNotebook` | of that, the kernel's start | ratio | aim |",
        '| --- | --- | --- | --- | --- | --- |',
        ...rows
      ].join('\n');
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
