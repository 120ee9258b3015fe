import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readAnswers, type Answer } from './answer.js';
import { batches, type Shape } from './batches.js';
import { ALPHABET, countSymbols, questionSteps } from './data.js';
import { fail } from './errors.js';
import { MLFLOW_FILES } from './export/mlmodel.js';
import { PORTS } from './export/onnx.js';
import type { Sum } from './sum.js';

/** Not a literal in `import()`, so that no compiler or bundler requires an optional package. */
const RUNTIME: string = 'onnxruntime-node';

/** The part of ONNX Runtime that is used here; its own types exist only where the package is installed. */
interface Runtime {
  InferenceSession: {
    create(model: Uint8Array, options: { intraOpNumThreads: number }): Promise<Session>;
  };
  Tensor: new (type: 'float32', data: Float32Array, shape: readonly number[]) => object;
}

interface Session {
  run(feeds: Record<string, object>, wanted: string[]): Promise<Record<string, Probabilities>>;
  release(): Promise<void>;
}

interface Probabilities {
  /** [sums, steps, alphabet] in row-major order. */
  data: Float32Array;
}

/** A saved network that runs on ONNX Runtime. */
export class OnnxSession {
  private constructor(
    private readonly runtime: Runtime,
    private readonly session: Session
  ) {}

  /** Loads the network of a saved adder. @throws CarryError `OnnxRuntimeMissing`; the error of an unreadable file */
  static async open(folder: string, signal?: AbortSignal): Promise<OnnxSession> {
    const runtime = await importRuntime();
    const model = await readFile(join(folder, MLFLOW_FILES.onnx), { signal });
    // The network is so small that it finishes before a second thread has started.
    const session = await runtime.InferenceSession.create(model, { intraOpNumThreads: 1 });
    return new OnnxSession(runtime, session);
  }

  /** Predicts the answers of sums, in their order. @throws the signal's reason when it is aborted between two batches */
  async predict(shape: Shape, sums: Sum[], signal?: AbortSignal): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (const batch of batches(shape, sums)) {
      signal?.throwIfAborted();
      const probabilities = await this.#run(shape, batch.sums, batch.places);
      const { symbols, confidences } = mostLikely(probabilities);
      const decoded = readAnswers(batch.sums.length, symbols, confidences);
      decoded.forEach((answer, i) => {
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

/** Finds the most likely symbol of each step and its probability. @param probabilities [sums, steps, alphabet] in row-major order */
function mostLikely(probabilities: Float32Array) {
  const symbols = new Uint8Array(probabilities.length / ALPHABET.length);
  const confidences = new Float32Array(symbols.length);
  probabilities.forEach((probability, i) => {
    const step = Math.floor(i / ALPHABET.length);
    if (probability <= (confidences[step] ?? 0)) return;
    confidences[step] = probability;
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
