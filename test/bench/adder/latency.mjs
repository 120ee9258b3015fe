import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { train } from '@carry-ml/adder';
import { root } from '../home.mjs';
import { backends, has } from './backends.mjs';
import { table } from './table.mjs';

const here = name => fileURLToPath(new URL(name, import.meta.url));
const ARCHITECTURES = ['carry', 'classic'];
const DIGITS = 3;
/** Number of steps of a question of three digits. */
const STEPS = { carry: DIGITS + 1, classic: 2 * DIGITS + 1 };

/**
 * Measures the speed of the same layers on every runtime. The networks are hardly trained, because the weights do not
 * affect the time.
 *
 * @param keras the Python that has TensorFlow
 * @param env variables that limit every runtime to one thread
 */
export async function answering(keras, env) {
  const folder = mkdtempSync(join(tmpdir(), 'carry-bench-latency-'));
  const run = (program, ...args) =>
    JSON.parse(execFileSync(program, args.map(String), { env, encoding: 'utf8' }));
  try {
    for (const arch of ARCHITECTURES) {
      const adder = await train({ arch, digits: DIGITS, seed: 1, examples: 1 });
      await adder.save(join(folder, arch));
      adder.dispose();
    }
    const ours = [...backends, ...(has('onnxruntime-node') ? ['onnx'] : [])];
    const onnx = join(root, 'test/.venv/bin/python');
    const rows = ARCHITECTURES.flatMap(arch => {
      const saved = join(folder, arch);
      const timed = (name, what, times) => row(arch, name, what, times);
      return [
        ...ours.map(engine =>
          timed(NAMES[engine], 'text', run(process.execPath, here('time_ours.mjs'), saved, engine))
        ),
        timed(
          'onnxruntime, Python',
          'tensors',
          run(onnx, here('time_onnx.py'), join(saved, 'model.onnx'), STEPS[arch])
        ),
        ...Object.entries(run(keras, here('time_keras.py'), arch, STEPS[arch])).map(
          ([name, times]) => timed(name, 'tensors', times)
        )
      ];
    });
    const head = ['network', 'on', 'from and to', 'one alone, median', 'in batches of 1,024'];
    return table(head, rows);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const NAMES = {
  wasm: 'TensorFlow.js, wasm',
  native: 'TensorFlow.js, native',
  onnx: 'onnxruntime, Node'
};

function row(arch, name, what, { alone, perSecond }) {
  const throughput = Math.round(perSecond).toLocaleString('en');
  return [`\`${arch}\``, name, what, `${(1000 * alone).toFixed(2)} ms`, `${throughput} /s`];
}
