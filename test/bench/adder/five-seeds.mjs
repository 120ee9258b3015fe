import { spawn } from 'node:child_process';
import { loadavg } from 'node:os';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { backends } from './backends.mjs';
import { table } from './table.mjs';

const SEEDS = 5;
const script = fileURLToPath(new URL('exactness.mjs', import.meta.url));

/** Measures the wrong answers and the training time of five adders with new seeds, on each backend. */
export async function measure() {
  const before = loadavg()[0].toFixed(1);
  const results = [];
  for (const backend of backends) results.push(...(await examined(backend)));
  const suites = Object.entries(results[0].suites);
  const head = ['backend', 'seed', 'examples', 'seconds', 'CPU-seconds'];
  const asked = suites.map(([name, { of }]) => `${name} (${count(of)})`);
  const rows = results.map(({ backend, seed, examples, seconds, cpuSeconds, suites }) => {
    const wrong = Object.values(suites).map(suite => count(suite.wrong));
    return [backend, seed, count(examples), seconds.toFixed(1), cpuSeconds.toFixed(1), ...wrong];
  });
  const wrong = results.flatMap(({ suites }) =>
    Object.values(suites).flatMap(({ named }) => named)
  );
  return [
    '## How exact the adder is',
    '',
    'Trained on at most 5 digits from seeds drawn for this run, and every one of them is in the table. The columns on the',
    'right count wrong answers; the test sums of 5 and more digits are newly drawn, too. Aims: none wrong, training in',
    'under 60 s native and under 180 s on wasm.',
    '',
    table([...head, ...asked], rows),
    '',
    ...(wrong.length > 0 ? wrong.map(named) : ['No answer was wrong.']),
    '',
    `Load of the machine when it began ${before}, when it ended ${loadavg()[0].toFixed(1)}: on a machine that is busy with other`,
    'work, compare the CPU-seconds.'
  ].join('\n');
}

/** Trains five adders in a separate process, because TensorFlow.js has one backend per process. */
async function examined(backend) {
  const args = [script, '--count', String(SEEDS), '--backend', backend];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise(resolve => child.once('close', resolve));
  const printed = await text(child.stdout);
  const code = await ended;
  if (code !== 0) throw new Error(`${script} ended with ${code}`);
  return JSON.parse(printed).results;
}

function named({ sum, answer }) {
  return `- wrong: ${sum} = ${answer || 'nothing'}`;
}

function count(n) {
  return n.toLocaleString('en');
}
