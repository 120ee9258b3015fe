import { train } from '@carry-ml/adder';
import { TRAINED_DIGITS } from './exam.mjs';

/** Trains the default adder with a seed; returns it with the duration. */
export async function timedTraining(seed, backend) {
  const before = process.cpuUsage();
  const started = performance.now();
  const adder = await train({ seed, digits: TRAINED_DIGITS, backend });
  const { user, system } = process.cpuUsage(before);
  const training = {
    seed,
    backend: adder.backend,
    examples: adder.card.examples,
    limit: adder.card.limit,
    seconds: round((performance.now() - started) / 1000),
    cpuSeconds: round((user + system) / 1e6)
  };
  return { adder, training };
}

function round(seconds) {
  return Math.round(seconds * 10) / 10;
}
