import { execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { uv } from '../../../kernels/setup/python-packages.mjs';
import { setUpTests } from '../../../kernels/setup/testing/tools.mjs';
import { root } from '../home.mjs';
import { backends } from './backends.mjs';
import { answering } from './latency.mjs';
import { table } from './table.mjs';

/** Time after which a network below 99 % is stopped. */
const CPU_SECONDS = 900;
/** Number of seeds of the fast networks; the slow ones have one each. */
const SEEDS = 3;
const TENSORFLOW = 'tensorflow-cpu==2.15.1';

const environment = join(root, 'test/.venv-keras');
const python = join(environment, 'bin/python');
const here = name => fileURLToPath(new URL(name, import.meta.url));
const oneThread = {
  TF_CPP_MIN_LOG_LEVEL: '3',
  OMP_NUM_THREADS: '1',
  TF_NUM_INTRAOP_THREADS: '1',
  TF_NUM_INTEROP_THREADS: '1'
};

const SPEED = `## How fast they answer

The same layers on all that runs them, sums of three digits, one thread, afterwards in the same run. Ours are timed from text to
text, the others from tensor to tensor; one alone is the median of many, a batch is of 1,024.`;

/** Measures the training until 99 % of held-out sums of three digits are right: Keras' example, `classic` and `carry`. */
export async function measure() {
  // The test environment has onnxruntime.
  await setUpTests();
  if (!existsSync(python)) installKeras();
  const folder = mkdtempSync(join(tmpdir(), 'carry-bench-keras-'));
  const heldOut = join(folder, 'held-out.json');
  const before = loadavg();
  try {
    const seed = randomInt(2 ** 27);
    const script = [here('addition_rnn.py'), seed, CPU_SECONDS];
    let drawn;
    const areDrawn = new Promise(resolve => (drawn = resolve));
    const keras = race('Keras', seed, python, script, sums => {
      writeFileSync(heldOut, JSON.stringify(sums));
      drawn();
    });
    const [theirs, ours] = await Promise.all([keras, areDrawn.then(() => raceOurs(heldOut))]);
    const training = report([theirs, ...ours], before);
    return `${training}\n\n${SPEED}\n\n${await answering(python, { ...process.env, ...oneThread })}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Trains ours one after another: `carry` on every installed backend, `classic` on the fastest. */
async function raceOurs(heldOut) {
  const results = [];
  const run = async (arch, backend) => {
    const seed = randomInt(2 ** 27);
    const args = [here('contestant.mjs'), arch, backend, seed, CPU_SECONDS, heldOut];
    results.push(await race(`\`${arch}\`, ${backend}`, seed, process.execPath, args));
  };
  for (const backend of backends) for (let i = 0; i < SEEDS; i++) await run('carry', backend);
  await run('classic', backends.at(-1));
  return results;
}

/** Runs a contestant until it ends, and returns its reports. */
async function race(name, seed, program, args, onHeldOut) {
  const env = { ...process.env, ...oneThread };
  const child = spawn(program, args.map(String), { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => resolve(signal ?? code));
  });
  const result = { name, seed, reports: [] };
  for await (const line of createInterface(child.stdout)) {
    if (!line.startsWith('{')) continue;
    const { heldOut, asked, version, ...report } = JSON.parse(line);
    if (version) result.name = version;
    if (heldOut) onHeldOut(heldOut);
    if (asked) result.asked = asked;
    if (!('exact' in report)) continue;
    result.reports.push(report);
    const { examples, cpuSeconds, exact } = report;
    console.error(
      `  ${name}, seed ${seed}: ${examples} examples, ${cpuSeconds.toFixed(1)} CPU-s, ${percent(exact)}`
    );
  }
  const end = await ended;
  // A contestant may be stopped from outside: its reports so far count.
  if (end !== 0 && end !== 'SIGTERM') throw new Error(`${name} ended with ${end}`);
  return result;
}

export function report(results, [before]) {
  const rows = results.map(({ name, seed, reports, asked }) => {
    const there = reports.find(({ exact }) => exact >= 0.99);
    const last = reports.at(-1);
    const best = Math.max(...reports.map(({ exact }) => exact));
    return [
      name,
      seed,
      there ? there.cpuSeconds.toFixed(1) : `not reached in ${last.cpuSeconds.toFixed(0)}`,
      there ? there.examples.toLocaleString('en') : `not in ${last.examples.toLocaleString('en')}`,
      percent(there?.exact ?? best),
      asked ? `${asked.wrong} of ${asked.of.toLocaleString('en')}` : ''
    ];
  });
  const head = ['', 'seed', 'CPU-seconds to 99 %', 'examples to 99 %', 'exact then, or at best'];
  const columns = [...head, 'wrong at the end'];
  return [
    '## The adder beside Keras',
    '',
    "Sums of three digits, one thread each, seeds drawn for this run: Keras' addition example with its own settings",
    `(${TENSORFLOW}), \`classic\` (the same layers in TypeScript, with batches of 64, a falling learning rate, sums drawn`,
    'on the fly and the answer written ones first) and `carry` (the default). Exact means right to the last digit on sums',
    'that training never showed: for Keras a tenth of its 50,000, looked at after each epoch; for ours the 2,000 that',
    '`train` holds out, a quarter of them with carries all the way, looked at every 4,096 examples. The CPU-seconds hold',
    'training and looking, for ours the start of the backend too. Wrong at the end: when `carry` has stopped by itself, its',
    "answers to Keras' held-out sums, of which it may have met some in training. This takes long, so it runs only when",
    'named: `npm run bench -- adder-keras`.',
    '',
    table(columns, rows),
    '',
    `Keras ran on one core, ours one after the other beside it. Load of the machine when it began ${before.toFixed(1)}, when it`,
    `ended ${loadavg()[0].toFixed(1)}: on a machine that is busy with other work the CPU-seconds are the honest figure.`
  ].join('\n');
}

function percent(share) {
  return `${(100 * share).toFixed(2)} %`;
}

function installKeras() {
  const run = args => execFileSync(uv, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  run(['venv', '--quiet', '--python', '3.11', environment]);
  run(['pip', 'install', '--quiet', '--python', python, TENSORFLOW]);
}
