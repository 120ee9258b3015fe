// Trains the default adder on fresh seeds and looks for sums that it gets wrong.
//
//   node test/bench/adder/exactness.mjs [--seeds 1,2,3] [--count 5] [--backend wasm|native]
//
// Prints one JSON object to stdout; what it is doing goes to stderr. Seeds are drawn anew unless they are given, so
// that no result is of a seed that someone picked.
import { randomInt } from 'node:crypto';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { train } from 'carry-ml/adder';
import { chains, everyPair, longest, randomSums, solve } from './questions.mjs';

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

const DIGITS = 5;
/** Sums asked at once. */
const AT_ONCE = 20_000;
/** Wrong answers that the report names. */
const NAMED = 5;

const suites = {
  'all pairs 0..999': everyPair(1000),
  '5 digits': randomSums(5, 10_000),
  '10 digits': randomSums(10, 10_000),
  '20 digits': randomSums(20, 10_000),
  '100 digits': randomSums(100, 1000),
  '9..9+1': chains([...Array.from({ length: 50 }, (_, i) => i + 1), 100, 200, 500, 1000])
};

const results = [];
for (const seed of seeds) {
  const before = process.cpuUsage();
  const started = performance.now();
  const adder = await train({ seed, digits: DIGITS, backend: values.backend });
  const { user, system } = process.cpuUsage(before);
  const training = {
    seed,
    backend: adder.backend,
    examples: adder.card.examples,
    limit: adder.card.limit,
    seconds: round((performance.now() - started) / 1000),
    cpuSeconds: round((user + system) / 1e6)
  };
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
console.log(JSON.stringify({ machine, trainedOnDigits: DIGITS, results }, null, 2));

function mark(adder, sums) {
  let wrong = 0;
  const named = [];
  for (let from = 0; from < sums.length; from += AT_ONCE) {
    const asked = sums.slice(from, from + AT_ONCE);
    // A sum that the adder does not take is a sum that it does not get right.
    const taken = asked.filter(sum => longest(sum) <= adder.card.limit);
    const answers = new Map(adder.add(taken).map((answer, i) => [taken[i], answer]));
    for (const sum of asked) {
      const answer = answers.get(sum) ?? 'refused';
      if (answer === solve(sum)) continue;
      wrong++;
      if (named.length < NAMED) named.push({ sum, answer });
    }
  }
  return { wrong, of: sums.length, named };
}

function round(seconds) {
  return Math.round(seconds * 10) / 10;
}
