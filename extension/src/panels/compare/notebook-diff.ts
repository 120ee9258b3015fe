import { structuredPatch, type StructuredPatchHunk } from 'diff';
import type { RunNotebook } from '@carry-ml/bridge';
import { notebookText } from './notebook-text.js';

/** Notebooks that have little in common take long to compare, during which the page does not respond. */
const TIMEOUT_MS = 3000;

/** The difference of two notebooks, or why there is none. */
export type NotebookDiff =
  | { kind: 'hunks'; hunks: readonly StructuredPatchHunk[] }
  | { kind: 'same' | 'no-notebook' | 'unreadable' | 'too-different' };

/** Compares the lines of two executed notebooks. */
export function diffNotebooks(before: RunNotebook, after: RunNotebook): NotebookDiff {
  if (before.text === null || after.text === null) return { kind: 'no-notebook' };
  let texts: [string, string];
  try {
    texts = [notebookText(before.text), notebookText(after.text)];
  } catch {
    // A notebook that is saved at this moment, or no notebook at all.
    return { kind: 'unreadable' };
  }
  const options = { context: 3, timeout: TIMEOUT_MS };
  const patch = structuredPatch('', '', ...texts, '', '', options);
  if (!patch) return { kind: 'too-different' };
  return patch.hunks.length === 0 ? { kind: 'same' } : { kind: 'hunks', hunks: patch.hunks };
}
