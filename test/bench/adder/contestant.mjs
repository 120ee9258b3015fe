// Trains one of our networks on sums of three digits until 99 % of the held-out ones are right.
//
//   node contestant.mjs ARCH BACKEND SEED CPU_SECONDS FILE
//
// FILE contains a JSON list of test sums for the trained adder, or does not exist. Prints one JSON object per line: one for
// each training report, and one with the wrong answers at the end, unless the CPU-seconds ran out first.
import { existsSync, readFileSync } from 'node:fs';
import { train } from '@carry-ml/adder';
import { mark } from './exam.mjs';

const [arch, backend, seed, budget, file] = process.argv.slice(2);
const before = process.cpuUsage();
const stop = new AbortController();
let reached = false;

function onProgress({ examples, exact }) {
  const { user, system } = process.cpuUsage(before);
  const cpuSeconds = (user + system) / 1e6;
  console.log(JSON.stringify({ examples, cpuSeconds, exact }));
  reached ||= exact >= 0.99;
  // The encoder-decoder is measured until 99 %; the default also for its exactness at the end.
  if (cpuSeconds >= Number(budget) || (reached && arch === 'classic')) stop.abort();
}

try {
  const options = { arch, backend, seed: Number(seed), digits: 3 };
  const adder = await train({ ...options, onProgress, signal: stop.signal });
  if (existsSync(file)) {
    console.log(JSON.stringify({ asked: mark(adder, JSON.parse(readFileSync(file, 'utf8'))) }));
  }
} catch (e) {
  if (!stop.signal.aborted) throw e;
}
