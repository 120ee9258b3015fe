import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memory } from '@tensorflow/tfjs-core';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  isCarryError,
  load,
  train,
  type Adder,
  type Progress,
  type TrainingCallback
} from './index.js';

let adder: Adder;
let folder: string;
const reports: Progress[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adder-'));
  const onProgress = (progress: Progress) => void reports.push(progress);
  adder = await train({ seed: 7, digits: 2, examples: 32_768, onProgress });
}, 120_000);

afterAll(async () => {
  adder.dispose();
  await rm(folder, { recursive: true });
});

const hasNative = (() => {
  try {
    return Boolean(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node'));
  } catch {
    return false;
  }
})();
const everyPair = Array.from({ length: 10_000 }, (_, i) => `${Math.floor(i / 100)}+${i % 100}`);
const truth = (sum: string) => {
  const [a, b] = sum.split('+').map(Number);
  return String(a! + b!);
};
const codeOf = async (act: () => unknown): Promise<string> => {
  try {
    await act();
  } catch (e) {
    return isCarryError(e) ? e.code : String(e);
  }
  return 'no error';
};

describe('train', () => {
  it('trains an adder that computes all 10,000 sums of two digits correctly', () => {
    const answers = adder.add(everyPair);
    const wrong = everyPair.filter((sum, i) => answers[i] !== truth(sum));
    expect(wrong).toEqual([]);
  }, 60_000);

  it('reports examples, loss, accuracy and mistakes during training', () => {
    const [first] = reports;
    const last = reports.at(-1);
    expect(reports.map(({ examples }) => examples)).toEqual(reports.map((_, i) => 4096 * (i + 1)));
    expect(last!.loss).toBeLessThan(first!.loss / 10);
    expect(last).toMatchObject({ exact: 1, mistakes: [] });
    expect(first!.exact).toBeLessThan(1);
    expect(first!.mistakes[0]!.answer).not.toBe(first!.mistakes[0]!.expected);
    expect(first!.mistakes[0]!.expected).toBe(truth(first!.mistakes[0]!.sum));
  });

  it('describes the training on the card, with the limit of the numbers that it can add', () => {
    expect(adder.card).toMatchObject({ arch: 'carry', digits: 2, limit: 2, seed: 7, exact: 1 });
    expect(adder.backend).toBe('wasm');
  });

  it('calls its callbacks at the start, at every report, and with the trained adder', async () => {
    const calls: unknown[] = [];
    const callback: TrainingCallback = {
      onBegin: parameters => void calls.push(parameters),
      onProgress: ({ examples }) => void calls.push(examples),
      onEnd: async trained => {
        await trained.save(join(folder, 'told'));
        calls.push(trained);
      }
    };
    const small = await train({ seed: 1, digits: 2, examples: 64, callbacks: [callback] });
    const begin = { seed: 1, digits: 2, arch: 'carry', examples: 64, backend: 'wasm' };
    expect(calls).toEqual([expect.objectContaining(begin), 64, small]);
    expect(await readdir(join(folder, 'told'))).toContain('weights.bin');
    small.dispose();
  });

  it('learns the table of single digits, where no sum can be held out', async () => {
    const single = await train({ seed: 1, digits: 1, examples: 32_768 });
    const table = everyPair.filter(sum => sum.length === 3);
    expect(table).toHaveLength(100);
    expect(single.add(table)).toEqual(table.map(truth));
    expect(single.card).toMatchObject({ limit: 1, exact: 1 });
    single.dispose();
  }, 60_000);

  it('trains on at most the given number of sums, rounded up to a whole batch', async () => {
    const seen: number[] = [];
    const onProgress = ({ examples }: Progress) => void seen.push(examples);
    const small = await train({ seed: 1, digits: 2, examples: 100, onProgress });
    expect(small.card.examples).toBe(128);
    expect(seen).toEqual([128]);
    small.dispose();
  });

  it('gives the same weights for the same seed, and others for another', async () => {
    const weights = async (seed: number, arch: 'carry' | 'classic') => {
      const small = await train({ seed, digits: 2, examples: 1, arch });
      await small.save(join(folder, 'small'));
      small.dispose();
      return (await readFile(join(folder, 'small', 'weights.bin'))).toString('base64');
    };
    const once = await weights(1, 'carry');
    expect((await weights(1, 'carry')) === once).toBe(true);
    expect((await weights(2, 'carry')) === once).toBe(false);
    const large = await weights(2 ** 53, 'carry');
    expect((await weights(2 ** 53, 'carry')) === large).toBe(true);
    expect((await weights(2 ** 53 - 1, 'carry')) === large).toBe(false);
  }, 60_000);

  it("rejects with the signal's reason when it is aborted, and frees its memory", async () => {
    const before = memory().numTensors;
    const stop = new AbortController();
    const run = train({
      seed: 1,
      digits: 2,
      signal: stop.signal,
      onProgress: () => {
        stop.abort(new Error('enough'));
      }
    });
    await expect(run).rejects.toThrow('enough');
    expect(memory().numTensors).toBe(before);
  }, 60_000);

  it('continues from its checkpoint as if it had never stopped', async () => {
    const options = { seed: 5, digits: 2, examples: 4160, checkpoint: join(folder, 'state') };
    const reports = async (signal?: AbortSignal, onFirst?: () => void) => {
      const seen: Progress[] = [];
      const onProgress = (progress: Progress) => {
        seen.push(progress);
        onFirst?.();
      };
      (await train({ ...options, signal, onProgress })).dispose();
      return seen;
    };
    const [, through] = await reports();
    const before = memory().numTensors;
    const stop = new AbortController();
    const stopped = reports(stop.signal, () => {
      stop.abort(new Error('enough'));
    });
    await expect(stopped).rejects.toThrow('enough');
    expect(await codeOf(() => train({ ...options, seed: 6 }))).toBe('CheckpointForeign');
    const resumed = await reports();
    expect(memory().numTensors).toBe(before);
    expect(resumed.map(({ examples }) => examples)).toEqual([4160]);
    expect(resumed[0]!.loss).toBeCloseTo(through!.loss, 4);
    expect(resumed[0]!.exact).toBeCloseTo(through!.exact, 2);
    expect(await readdir(options.checkpoint)).toEqual([]);
  }, 60_000);

  it('names the install command where the native backend is missing', async ({ skip }) => {
    skip(hasNative, "'@tensorflow/tfjs-node' is installed");
    await expect(train({ seed: 1, backend: 'native' })).rejects.toThrow(/npm install @tensorflow/);
    vi.stubEnv('CARRY_ADDER_BACKEND', 'native');
    expect(await codeOf(() => load(folder))).toBe('BackendMissing');
    vi.unstubAllEnvs();
    expect(adder.backend).toBe('wasm');
  });

  it.each([
    ['a seed that is not a whole number', { seed: 1.5 }],
    ['numbers without digits', { seed: 1, digits: 0 }],
    ['an unknown architecture', { seed: 1, arch: 'transformer' as never }],
    ['an unknown backend', { seed: 1, backend: 'webgl' as never }]
  ])('rejects %s', async (_, options) => {
    expect(await codeOf(() => train(options))).toBe('OptionInvalid');
  });
});

describe('train with classic', () => {
  it('learns, though more slowly', async () => {
    let last = Infinity;
    const classic = await train({
      seed: 3,
      digits: 2,
      arch: 'classic',
      examples: 2048,
      onProgress: ({ loss }) => {
        last = loss;
      }
    });
    // A network that only guesses among the 12 symbols has ln 12.
    expect(last).toBeLessThan(Math.log(12) * 0.9);
    expect(classic.card).toMatchObject({ arch: 'classic', limit: 2 });
    expect(classic.add('1+2')).toMatch(/^\d*$/);
    classic.dispose();
  }, 90_000);
});

describe('adder.add', () => {
  it('returns a text for a text', () => {
    expect(adder.add('20+30')).toBe('50');
  });

  it('returns answers in the order of the sums, for numbers of any length', () => {
    expect(adder.add(['1+2', '99+1', '0+0', '7+35'])).toEqual(['3', '100', '0', '42']);
    expect(adder.add([])).toEqual([]);
  });

  it.each([
    ['2x+3', 'SumMalformed'],
    ['', 'SumEmpty'],
    ['-1+2', 'OperandNegative'],
    ['100+1', 'OperandTooLong']
  ])('rejects %j with %s', async (text, code) => {
    expect(await codeOf(() => adder.add(text))).toBe(code);
    expect(await codeOf(() => adder.add(['1+1', text]))).toBe(code);
  });

  it('frees all tensors', () => {
    const before = memory().numTensors;
    adder.add(['1+2', '30+4']);
    adder.explain('20+30');
    expect(memory().numTensors).toBe(before);
  });
});

describe('adder.explain', () => {
  it('returns the digits from the first to the last, each with its confidence', () => {
    const { answer, digits, confidence } = adder.explain('58+67');
    expect(answer).toBe('125');
    expect(digits.map(({ digit }) => digit)).toEqual(['1', '2', '5']);
    for (const digit of digits) {
      expect(digit.confidence).toBeGreaterThanOrEqual(confidence);
      expect(digit.confidence).toBeLessThanOrEqual(1);
    }
    expect(confidence).toBeGreaterThan(0.5);
  });
});

describe('save and load', () => {
  it('restore the same adder', async () => {
    await adder.save(join(folder, 'deep', 'model'));
    const again = await load(join(folder, 'deep', 'model'));
    expect(again.card).toEqual(adder.card);
    expect(again.explain('58+67')).toEqual(adder.explain('58+67'));
    again.dispose();
  });

  it('refuse a folder that cannot be created', async () => {
    await writeFile(join(folder, 'file'), '');
    for (const place of ['file', join('file', 'model')])
      expect(await codeOf(() => adder.save(join(folder, place)))).toBe('SaveFolderUnusable');
  });

  it('refuse a folder where nothing can be created', async ({ skip }) => {
    skip(!existsSync('/proc/self'), 'this system has no /proc');
    expect(await codeOf(() => adder.save('/proc/x'))).toBe('SaveFolderUnusable');
  });

  it('free all memory with dispose', async () => {
    await adder.save(join(folder, 'model'));
    const before = memory().numTensors;
    const again = await load(join(folder, 'model'));
    expect(memory().numTensors).toBeGreaterThan(before);
    again.dispose();
    again.dispose();
    expect(memory().numTensors).toBe(before);
    expect(await codeOf(() => again.add('1+1'))).toBe('AdderDisposed');
  });

  it('reject a folder that does not exist, and one with an unknown architecture', async () => {
    expect(await codeOf(() => load(join(folder, 'nowhere')))).toBe('ModelUnreadable');
    await adder.save(join(folder, 'odd'));
    await writeFile(join(folder, 'odd', 'adder.json'), '{"arch":"parrot"}');
    await expect(load(join(folder, 'odd'))).rejects.toThrow(/names no architecture/);
  });

  it('reject truncated weights', async () => {
    await adder.save(join(folder, 'cut'));
    const whole = await readFile(join(folder, 'cut', 'weights.bin'));
    await writeFile(join(folder, 'cut', 'weights.bin'), whole.subarray(0, 100));
    expect(await codeOf(() => load(join(folder, 'cut')))).toBe('ModelUnreadable');
  });

  it("reject with the signal's reason when it is aborted", async () => {
    await adder.save(join(folder, 'aborted'));
    const stop = new AbortController();
    const loading = load(join(folder, 'aborted'), { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(loading).rejects.toThrow('enough');
    await expect(load('no such folder', { signal: stop.signal })).rejects.toThrow('enough');
  });
});
