import { isCarryError } from './carry-error.js';
import { readCard } from './card.js';
import { fail } from './errors.js';
import { OnnxAdder } from './onnx-adder.js';
import { OnnxSession } from './onnx-session.js';

/**
 * Reads an adder from the folder that `adder.save(folder)` wrote, to answer with ONNX Runtime: the quickest for many
 * single questions. It needs the package `onnxruntime-node`, which `carry-ml` does not bring.
 *
 * @example
 * const adder = await loadOnnx('outputs/model');
 * await adder.add('20+30'); // '50'
 * @throws CarryError `OnnxRuntimeMissing`, `ModelUnreadable`
 */
export async function loadOnnx(folder: string): Promise<OnnxAdder> {
  try {
    const card = await readCard(folder);
    return new OnnxAdder(await OnnxSession.open(folder), card);
  } catch (cause) {
    if (isCarryError(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw fail('ModelUnreadable', { folder, reason }, { cause });
  }
}
