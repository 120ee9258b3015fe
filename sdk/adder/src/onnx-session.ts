import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readAnswers, type Answer } from './answer.js';
import { batches, type Shape } from './batches.js';
import { ALPHABET, countSymbols, questionSteps } from './data.js';
import { fail } from './errors.js';
import { MLFLOW_FILES } from './export/mlmodel.js';
import { PORTS } from './export/onnx.js';
import type { Sum } from './sum.js';

/** Not a literal in `import()`, so that nobody's compiler or bundler asks for an optional package. */
const RUNTIME: string = 'onnxruntime-node';

/** The little of ONNX Runtime that is used here; its own types come only with the package. */
interface Runtime {
  InferenceSession: {
    create(model: Uint8Array, options: { intraOpNumThreads: number }): Promise<Session>;
  };
  Tensor: new (type: 'float32', data: Float32Array, shape: readonly number[]) => object;
}

interface Session {
  run(feeds: Record<string, object>, wanted: string[]): Promise<Record<string, Chances>>;
  release(): Promise<void>;
}

interface Chances {
  data: Float32Array;
}

/** A saved network in the hands of ONNX Runtime. */
export class OnnxSession {
  private constructor(
    private readonly runtime: Runtime,
    private readonly session: Session
  ) {}

  /** Reads the network of a saved adder. @throws CarryError `OnnxRuntimeMissing`; what reading the file throws */
  static async open(folder: string): Promise<OnnxSession> {
    const runtime = await importRuntime();
    const model = await readFile(join(folder, MLFLOW_FILES.onnx));
    // So small a network is done before a second thread has begun.
    const session = await runtime.InferenceSession.create(model, { intraOpNumThreads: 1 });
    return new OnnxSession(runtime, session);
  }

  /** Lets the network answer. */
  async predict(shape: Shape, sums: Sum[]): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (const batch of batches(shape, sums)) {
      const chances = await this.#run(shape, batch.sums, batch.places);
      const { symbols, confidences } = likeliest(chances);
      const written = readAnswers(batch.sums.length, symbols, confidences);
      written.forEach((answer, i) => {
        answers[batch.indices[i] ?? 0] = answer;
      });
    }
    return answers;
  }

  async release(): Promise<void> {
    await this.session.release();
  }

  async #run({ arch }: Shape, sums: Sum[], places: number): Promise<Float32Array> {
    const { data, shape } = countSymbols(sums.map(sum => questionSteps[arch](sum, places)));
    const questions = new this.runtime.Tensor('float32', data, shape);
    const results = await this.session.run({ [PORTS.question]: questions }, [PORTS.probabilities]);
    return results[PORTS.probabilities]?.data ?? new Float32Array();
  }
}

/** The likeliest symbol of each step, and how likely it is. @param chances [sums, steps, alphabet], row after row */
function likeliest(chances: Float32Array) {
  const symbols = new Uint8Array(chances.length / ALPHABET.length);
  const confidences = new Float32Array(symbols.length);
  chances.forEach((chance, i) => {
    const step = Math.floor(i / ALPHABET.length);
    if (chance <= (confidences[step] ?? 0)) return;
    confidences[step] = chance;
    symbols[step] = i % ALPHABET.length;
  });
  return { symbols, confidences };
}

async function importRuntime(): Promise<Runtime> {
  try {
    return ((await import(RUNTIME)) as { default: Runtime }).default;
  } catch (cause) {
    throw fail('OnnxRuntimeMissing', undefined, { cause });
  }
}
