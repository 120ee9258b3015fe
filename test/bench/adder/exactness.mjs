// Trains the default adder with new seeds and searches for sums that it answers incorrectly.
//
//   node test/bench/adder/exactness.mjs [--seeds 1,2,3] [--count 5] [--backend wasm|native]
//
// Prints one JSON object to stdout, and its progress to stderr. Seeds are random unless they are given, so that no
// result depends on a chosen seed.
import { randomInt } from 'node:crypto';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { mark, suites, TRAINED_DIGITS } from './exam.mjs';
import { timedTraining } from './timed-training.mjs';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    count: { type: 'string', default: '5' },
    backend: { type: 'string' }
  }
});
const seeds = values.seeds
  ? values.seeds.split(',').map(Number)
  : Array.from({ length: Number(values.count) }, () => randomInt(2 ** 27));

const results = [];
for (const seed of seeds) {
  const { adder, training } = await timedTraining(seed, values.backend);
  console.error(JSON.stringify(training));
  const wrong = {};
  for (const [name, sums] of Object.entries(suites)) {
    wrong[name] = mark(adder, sums);
    console.error(`  ${name}: ${wrong[name].wrong} wrong of ${wrong[name].of}`);
  }
  adder.dispose();
  results.push({ ...training, suites: wrong });
}
const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
console.log(JSON.stringify({ machine, trainedOnDigits: TRAINED_DIGITS, results }, null, 2));
