// Trains one of our networks on sums of three digits and tells when it gets 99 % of the held-out ones right.
//
//   node contestant.mjs ARCH BACKEND SEED CPU_SECONDS FILE
//
// FILE holds a JSON list of sums to ask the finished adder, or is absent. Prints a JSON object a line: one for each
// report of the training, and one with the wrong answers at the end, unless the CPU-seconds were spent before it.
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
  // The encoder-decoder is here for when it gets there; the default also for how exact it ends.
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
