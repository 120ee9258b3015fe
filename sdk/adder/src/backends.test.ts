import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { load, train, type Architecture, type Backend, type Progress } from './index.js';

const hasNative = (() => {
  try {
    return Boolean(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node'));
  } catch {
    return false;
  }
})();
const needsNative = (context: TestContext) => {
  context.skip(!hasNative, "'@tensorflow/tfjs-node' is not installed; 'npm run setup:native'");
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backends-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Trains briefly; returns all reports and the adder's answers to some sums, with the confidence of each digit. */
async function shortTraining(backend: Backend, arch: Architecture, examples: number) {
  const reports: Progress[] = [];
  const onProgress = (progress: Progress) => void reports.push(progress);
  const adder = await train({ seed: 11, digits: 3, arch, examples, backend, onProgress });
  const answers = ['20+30', '999+1', '472+528'].map(sum => adder.explain(sum));
  adder.dispose();
  return { reports, answers };
}

describe('the wasm and the native backend', () => {
  it.for([
    ['carry', 16_384],
    ['classic', 2048]
  ] as const)(
    'learn the same from the same seed: %s',
    { timeout: 300_000 },
    async ([arch, examples], context) => {
      needsNative(context);
      const [wasm, native] = [
        await shortTraining('wasm', arch, examples),
        await shortTraining('native', arch, examples)
      ];
      for (const [i, { examples, loss, exact }] of native.reports.entries()) {
        expect(wasm.reports[i]!.examples).toBe(examples);
        // Rounding differs in the last bits, and the difference grows with every batch.
        expect(Math.abs(wasm.reports[i]!.loss - loss) / loss).toBeLessThan(0.05);
        expect(Math.abs(wasm.reports[i]!.exact - exact)).toBeLessThan(0.05);
      }
      expect(wasm.reports).toHaveLength(native.reports.length);
      if (arch === 'carry') {
        expect(wasm.answers.map(({ answer }) => answer)).toEqual(['50', '1000', '1000']);
        expect(native.answers.map(({ answer }) => answer)).toEqual(['50', '1000', '1000']);
      }
    }
  );

  it('give the same answers with the same weights', { timeout: 300_000 }, async context => {
    needsNative(context);
    const trained = await train({ seed: 12, digits: 3, examples: 4096, backend: 'wasm' });
    const sums = Array.from({ length: 200 }, (_, i) => `${i}+${(i * 7919) % 1000}`);
    const here = sums.map(sum => trained.explain(sum));
    await trained.save(folder);
    trained.dispose();
    const native = await load(folder, { backend: 'native' });
    expect(native.backend).toBe('native');
    for (const [i, sum] of sums.entries()) {
      const there = native.explain(sum);
      expect(there.answer).toBe(here[i]!.answer);
      expect(there.confidence).toBeCloseTo(here[i]!.confidence, 4);
    }
    native.dispose();
  });
});
