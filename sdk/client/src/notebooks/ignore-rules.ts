import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/**
 * Never part of a snapshot, whatever the rules say: large, and made again where they are needed. The sidebar fetches executed notebooks
 * into `carry-runs`.
 */
const always = ['.git', 'node_modules', '.venv', '.ipynb_checkpoints', 'carry-runs'];

/** Azure ML's own choice: an `.amlignore` replaces the `.gitignore`. */
const ruleFiles = ['.amlignore', '.gitignore'];

/** Which paths a snapshot leaves out. */
export interface IgnoreRules {
  /** The file that the rules come from. */
  file?: string;
  /** `path` is relative to the root, with `/`. */
  leavesOut(path: string, isFolder: boolean): boolean;
}

/** Reads the ignore rules of a folder. */
export async function readIgnoreRules(root: string): Promise<IgnoreRules> {
  for (const file of ruleFiles) {
    // A rule file that is not there is the usual case.
    const text = await readFile(join(root, file), 'utf8').catch(() => undefined);
    if (text !== undefined) return { file, leavesOut: matcher(ignore().add(text)) };
  }
  return { leavesOut: matcher(ignore()) };
}

function matcher(rules: Ignore): IgnoreRules['leavesOut'] {
  return (path, isFolder) =>
    always.includes(path.slice(path.lastIndexOf('/') + 1)) ||
    rules.ignores(isFolder ? `${path}/` : path);
}
