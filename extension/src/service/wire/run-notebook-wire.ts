import type { RunNotebook } from '@carry-ml/bridge';
import { fieldsOf, textOrNull } from './fields.js';

/** Reads the executed notebook of a run. */
export function readRunNotebook(value: unknown): RunNotebook {
  const { path, finished, version, text } = fieldsOf(value);
  return {
    path: textOrNull(path),
    finished: finished === true,
    version: textOrNull(version),
    text: textOrNull(text)
  };
}
