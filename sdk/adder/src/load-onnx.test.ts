import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import type { Adder, AdderCard, Architecture } from './adder.js';
import { useBackend } from './backend.js';
import { drawSum } from './data.js';
import { isCarryError, loadOnnx } from './index.js';
import { buildModel } from './model.js';
import { seeded } from './random.js';
import { TrainedAdder } from './trained-adder.js';

const hasRuntime = (() => {
  try {
    return Boolean(createRequire(import.meta.url).resolve('onnxruntime-node'));
  } catch {
    return false;
  }
})();
const needsRuntime = (context: TestContext) => {
  context.skip(!hasRuntime, "'onnxruntime-node' is not installed");
};

const ARCHITECTURES: Architecture[] = ['carry', 'classic'];
let folder: string;
let adders: Record<Architecture, Adder>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'load-onnx-'));
  await useBackend('wasm');
  // Untrained networks give random answers, but the same ones on every runtime.
  const untrained = (arch: Architecture) => {
    const card: AdderCard = { arch, digits: 3, limit: 3, seed: 1, examples: 0, exact: 0 };
    return new TrainedAdder(buildModel(arch, 3, 1), card);
  };
  adders = { carry: untrained('carry'), classic: untrained('classic') };
  for (const arch of ARCHITECTURES) await adders[arch].save(join(folder, arch));
});
afterAll(async () => {
  for (const arch of ARCHITECTURES) adders[arch].dispose();
  await rm(folder, { recursive: true });
});

const codeOf = async (act: () => Promise<unknown>): Promise<string> => {
  try {
    await act();
  } catch (e) {
    return isCarryError(e) ? e.code : String(e);
  }
  return 'no error';
};

describe('loadOnnx', () => {
  it('says how to install ONNX Runtime where it is not', async ({ skip }) => {
    skip(hasRuntime, "'onnxruntime-node' is installed");
    await expect(loadOnnx(join(folder, 'carry'))).rejects.toThrow(/npm install onnxruntime-node/);
    expect(await codeOf(() => loadOnnx(join(folder, 'carry')))).toBe('OnnxRuntimeMissing');
  });

  it('refuses a folder that holds no adder', async () => {
    expect(await codeOf(() => loadOnnx(join(folder, 'nowhere')))).toBe('ModelUnreadable');
  });

  it('refuses a network that is none', async context => {
    needsRuntime(context);
    await adders.carry.save(join(folder, 'odd'));
    await writeFile(join(folder, 'odd', 'model.onnx'), 'no network');
    expect(await codeOf(() => loadOnnx(join(folder, 'odd')))).toBe('ModelUnreadable');
  });

  it.for(ARCHITECTURES)(
    'gives with %s the same answers as TensorFlow.js',
    async (arch, context) => {
      needsRuntime(context);
      const random = seeded(1);
      const sums = Array.from({ length: 500 }, () => {
        const { a, b } = drawSum(random, 3);
        return `${a}+${b}`;
      });
      const onnx = await loadOnnx(join(folder, arch));
      expect(onnx.card).toEqual(adders[arch].card);
      expect(await onnx.add(sums)).toEqual(adders[arch].add(sums));
      expect(await onnx.add('20+30')).toBe(adders[arch].add('20+30'));
      const [ours, theirs] = [adders[arch].explain('58+67'), await onnx.explain('58+67')];
      expect(theirs.digits.map(({ digit }) => digit)).toEqual(
        ours.digits.map(({ digit }) => digit)
      );
      expect(theirs.confidence).toBeCloseTo(ours.confidence, 4);
      await onnx.dispose();
    }
  );

  it('rejects invalid sums, and every sum after dispose', async context => {
    needsRuntime(context);
    const onnx = await loadOnnx(join(folder, 'carry'));
    expect(await codeOf(() => onnx.add('2x+3'))).toBe('SumMalformed');
    expect(await codeOf(() => onnx.add(['1+1', '1000+1']))).toBe('OperandTooLong');
    const stopped = { signal: AbortSignal.abort(new Error('enough')) };
    await expect(onnx.add(['1+1'], stopped)).rejects.toThrow('enough');
    await expect(loadOnnx(join(folder, 'carry'), stopped)).rejects.toThrow('enough');
    await onnx.dispose();
    await onnx.dispose();
    expect(await codeOf(() => onnx.add('1+1'))).toBe('AdderDisposed');
  });
});
