import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { JOB_SIDE } from './job-side-name.js';

/**
 * Never part of a snapshot, regardless of the rules, because they are large and can be recreated. The sidebar downloads
 * executed notebooks to `carry-runs`; every submit adds its own job side.
 */
const always = ['.git', 'node_modules', '.venv', '.ipynb_checkpoints', 'carry-runs', JOB_SIDE];

/** As in Azure ML, an `.amlignore` replaces the `.gitignore`. */
const ruleFiles = ['.amlignore', '.gitignore'];

/** The rules that exclude paths from a snapshot. */
export interface IgnoreRules {
  /** Name of the file that contains the rules. */
  file?: string;
  /**
   * Returns the rule that excludes a path, relative to the root and with `/`: a line of the file, or null for what is never part of
   * a snapshot. Undefined if the path is not excluded.
   */
  ruleFor(path: string, isFolder: boolean): string | null | undefined;
}

/** Reads the ignore rules of a folder. */
export async function readIgnoreRules(root: string): Promise<IgnoreRules> {
  for (const file of ruleFiles) {
    // Most folders have no such file.
    const text = await readFile(join(root, file), 'utf8').catch(() => undefined);
    if (text !== undefined) return { file, ruleFor: matcher(ignore().add(text)) };
  }
  return { ruleFor: matcher(ignore()) };
}

function matcher(rules: Ignore): IgnoreRules['ruleFor'] {
  return (path, isFolder) => {
    if (always.includes(path.slice(path.lastIndexOf('/') + 1))) return null;
    const { ignored, rule } = rules.test(isFolder ? `${path}/` : path);
    return ignored ? (rule?.pattern ?? path) : undefined;
  };
}
