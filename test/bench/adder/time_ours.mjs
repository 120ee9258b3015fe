// Measures the speed of a saved adder, from text to text: median seconds alone, and sums per second in a batch.
//
//   node time_ours.mjs FOLDER wasm|native|onnx
import { load, loadOnnx } from '@carry-ml/adder';
import { randomSums } from './questions.mjs';
import { median } from '../home.mjs';

const BATCH = 1024;
const [folder, engine] = process.argv.slice(2);
const adder = engine === 'onnx' ? await loadOnnx(folder) : await load(folder, { backend: engine });
const sums = randomSums(adder.card.digits, BATCH);
const alone = await seconds(round => adder.add(sums[round]), 500);
const batch = await seconds(() => adder.add(sums), 50);
console.log(JSON.stringify({ alone, perSecond: BATCH / batch }));

/** Returns the median duration of a call; the first tenth of the calls is warm-up. */
async function seconds(act, rounds) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await act(round);
    times.push((performance.now() - start) / 1000);
  }
  return median(times.slice(rounds / 10));
}
