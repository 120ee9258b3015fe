import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, root } from '../home.mjs';
import { mark, suites, TRAINED_DIGITS } from './exam.mjs';
import { randomSums } from './questions.mjs';
import { table } from './table.mjs';
import { timedTraining } from './timed-training.mjs';

const SEEDS = 2;
const BATCH = 1024;

/** Measures the training time, the wrong answers, and the speed of the trained adders here and on onnxruntime. */
export async function measure() {
  const rows = [];
  const mistakes = [];
  let speed;
  for (let i = 0; i < SEEDS; i++) {
    const { adder, training } = await timedTraining(randomInt(2 ** 27));
    const marks = Object.values(suites).map(sums => mark(adder, sums));
    mistakes.push(...marks.flatMap(({ named }) => named));
    const { seed, backend, examples, cpuSeconds } = training;
    const wrong = marks.map(({ wrong }) => wrong.toLocaleString('en'));
    rows.push([seed, backend, examples.toLocaleString('en'), cpuSeconds, ...wrong]);
    speed ??= await answering(adder);
    adder.dispose();
  }
  const counts = Object.entries(suites).map(
    ([name, sums]) => `${name} (${sums.length.toLocaleString('en')})`
  );
  return [
    '## The adder',
    '',
    `Trained on at most ${TRAINED_DIGITS} digits, from seeds drawn for this run; the columns on the right count wrong answers.`,
    'Five seeds on each backend are in [adder/EXACTNESS.md](adder/EXACTNESS.md), the comparison with Keras in [adder/KERAS.md](adder/KERAS.md).',
    '',
    table(['seed', 'backend', 'examples', 'CPU-seconds of training', ...counts], rows),
    ...mistakes.map(({ sum, answer }) => `\nWrong: ${sum} = ${answer || 'nothing'}`),
    '',
    `Answering sums of ${TRAINED_DIGITS} digits, one thread each; ours from text to text, onnxruntime from tensor to tensor.`,
    '',
    table(['', 'one alone, median', `in batches of ${BATCH.toLocaleString('en')}`], speed)
  ].join('\n');
}

/** @returns rows of runtime, latency and throughput */
async function answering(adder) {
  const folder = mkdtempSync(join(tmpdir(), 'carry-bench-adder-'));
  try {
    await adder.save(folder);
    const python = join(root, 'test/.venv/bin/python');
    const script = fileURLToPath(new URL('time_onnx.py', import.meta.url));
    const onnx = JSON.parse(
      execFileSync(python, [script, join(folder, 'model.onnx'), `${TRAINED_DIGITS + 1}`], {
        encoding: 'utf8'
      })
    );
    const sums = randomSums(TRAINED_DIGITS, BATCH);
    const alone = seconds(round => adder.add(sums[round]), 300);
    const batch = seconds(() => adder.add(sums), 30);
    return [
      row(`TensorFlow.js, ${adder.backend}`, alone, BATCH / batch),
      row('onnxruntime, the exported model', onnx.alone, onnx.perSecond)
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function row(name, alone, perSecond) {
  return [
    name,
    `${(1000 * alone).toFixed(2)} ms`,
    `${Math.round(perSecond).toLocaleString('en')} /s`
  ];
}

/** Returns the median duration of a call; the first tenth of the calls is warm-up. */
function seconds(act, rounds) {
  const times = Array.from({ length: rounds }, (_, round) => {
    const start = performance.now();
    act(round);
    return (performance.now() - start) / 1000;
  });
  return median(times.slice(rounds / 10));
}
