import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  add,
  dispose,
  matMul,
  memory,
  randomNormal,
  reshape,
  tidy,
  type Tensor
} from '@tensorflow/tfjs-core';
import {
  layers,
  model as functional,
  sequential,
  type Sequential,
  type SymbolicTensor
} from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import type { AdderCard, Architecture } from '../adder.js';
import { useBackend } from '../backend.js';
import { drawSum, questionSteps, toTensor } from '../data.js';
import { buildModel } from '../model.js';
import { seeded } from '../random.js';
import { toOnnx } from './onnx.js';

const fromRoot = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const python = fromRoot('test/.venv/bin/python');
const script = fromRoot('test/adder/run_onnx.py');

const DIGITS = 3;
const cardOf = (arch: Architecture): AdderCard => ({
  arch,
  digits: DIGITS,
  limit: DIGITS,
  seed: 1,
  examples: 0,
  exact: 0
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onnx-'));
  await useBackend('wasm');
});
afterAll(() => rm(folder, { recursive: true }));

/** A network in which all weights and biases are random, so that swapped gates or a lost bias change the output. */
function randomNetwork(arch: Architecture): Sequential {
  const network = buildModel(arch, DIGITS, 1);
  const weights = network.getWeights().map(({ shape }, i) => {
    const deviation = shape.length === 1 ? 0.3 : 3 / Math.sqrt(shape[0]);
    return randomNormal(shape, 0, deviation, 'float32', i + 1);
  });
  network.setWeights(weights);
  dispose(weights);
  return network;
}

/** Questions of the lengths that an architecture accepts: of 1 to 5 places, or all of one length. */
function questions(arch: Architecture, count: number): Tensor[] {
  const random = seeded(11);
  const lengths = arch === 'classic' ? [DIGITS] : [1, 2, 3, 4, 5];
  return lengths.map(places => {
    const sums = Array.from({ length: count / lengths.length }, () => drawSum(random, places));
    return toTensor(sums.map(sum => questionSteps[arch](sum, places)));
  });
}

/** Runs the network in TensorFlow.js; returns logits and probabilities. */
function askTensorFlow(network: Sequential, question: Tensor) {
  return tidy(() => {
    const writer = network.layers.at(-1)!;
    const [kernel, bias] = writer.getWeights() as [Tensor, Tensor];
    const outputs = [writer.input, writer.output] as SymbolicTensor[];
    const both = functional({ inputs: network.inputs, outputs });
    const [hidden, probabilities] = both.predictOnBatch(question) as [Tensor, Tensor];
    const rows = reshape(hidden, [-1, kernel.shape[0]]);
    return {
      logits: add(matMul(rows, kernel), bias).dataSync<'float32'>(),
      probabilities: probabilities.dataSync<'float32'>()
    };
  });
}

async function onnxruntime(network: Sequential, arch: Architecture, asked: Tensor[]) {
  const file = join(folder, `${arch}.onnx`);
  await writeFile(file, await toOnnx(network, cardOf(arch)));
  await writeFile(join(folder, 'shapes.json'), JSON.stringify(asked.map(({ shape }) => shape)));
  for (const [n, question] of asked.entries())
    await writeFile(join(folder, `${n}.question`), new Uint8Array(question.dataSync().buffer));
  await promisify(execFile)(python, [script, file, folder]);
  const read = async (name: string) =>
    new Float32Array(new Uint8Array(await readFile(join(folder, name))).buffer);
  return Promise.all(
    asked.map(async (_, n) => ({
      logits: await read(`${n}.logits`),
      probabilities: await read(`${n}.probabilities`)
    }))
  );
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0);
}

/** The most likely symbol of each step. */
function symbols(rows: Float32Array): number[] {
  return Array.from({ length: rows.length / 12 }, (_, r) => {
    const row = rows.subarray(12 * r, 12 * r + 12);
    return row.indexOf(Math.max(...row));
  });
}

/** Skips where the test environment, which has onnxruntime, was never created. */
function needPython(context: TestContext) {
  if (!existsSync(python)) context.skip(`There is no ${python}; 'npm test' makes it.`);
}

describe('toOnnx', () => {
  it.for(['carry', 'classic'] as const)(
    'writes %s so that onnxruntime gives the same answers to 10,000 sums as TensorFlow.js',
    { timeout: 120_000 },
    async (arch, context) => {
      needPython(context);
      const network = randomNetwork(arch);
      const asked = questions(arch, 10_000);
      const answers = await onnxruntime(network, arch, asked);
      for (const [n, question] of asked.entries()) {
        const { logits, probabilities } = answers[n]!;
        const expected = askTensorFlow(network, question);
        expect(largestDifference(logits, expected.logits)).toBeLessThan(1e-4);
        expect(largestDifference(probabilities, expected.probabilities)).toBeLessThan(1e-4);
        expect(symbols(probabilities)).toEqual(symbols(expected.probabilities));
        // The network does not give the same answer to everything.
        expect(new Set(symbols(probabilities)).size).toBeGreaterThan(3);
      }
      network.dispose();
    }
  );

  it('frees all tensors', async () => {
    const network = buildModel('classic', DIGITS, 1);
    const before = memory().numTensors;
    await toOnnx(network, cardOf('classic'));
    expect(memory().numTensors).toBe(before);
    network.dispose();
  });

  it('rejects an unsupported layer', async () => {
    const flat = layers.flatten({ name: 'flat', inputShape: [3, 12] });
    const network = sequential({ layers: [flat] });
    await expect(toOnnx(network, cardOf('carry'))).rejects.toMatchObject({
      code: 'LayerNotExportable',
      message: expect.stringContaining("'flat' (Flatten)") as string
    });
    network.dispose();
  });
});
