import { isCarryError } from './carry-error.js';
import { readCard } from './card.js';
import { fail } from './errors.js';
import { OnnxAdder } from './onnx-adder.js';
import { OnnxSession } from './onnx-session.js';

/** Options of `loadOnnx`. */
export interface LoadOnnxOptions {
  /** Stops loading: `loadOnnx` rejects with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Loads an adder from the folder that `adder.save(folder)` wrote, to run on ONNX Runtime, which is the fastest for many
 * single sums. Requires the package `onnxruntime-node`, which is not a dependency of this one.
 *
 * @example
 * const adder = await loadOnnx('outputs/model');
 * await adder.add('20+30'); // '50'
 * @throws CarryError `OnnxRuntimeMissing`, `ModelUnreadable`; the signal's reason when it is aborted
 */
export async function loadOnnx(
  folder: string,
  { signal }: LoadOnnxOptions = {}
): Promise<OnnxAdder> {
  signal?.throwIfAborted();
  try {
    const card = await readCard(folder, signal);
    return new OnnxAdder(await OnnxSession.open(folder, signal), card);
  } catch (cause) {
    signal?.throwIfAborted();
    if (isCarryError(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw fail('ModelUnreadable', { folder, reason }, { cause });
  }
}
