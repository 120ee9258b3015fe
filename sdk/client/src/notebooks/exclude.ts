import { appendFile, lstat, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fail } from './errors.js';
import { readIgnoreRules } from './ignore-rules.js';

const FILE = '.amlignore';

/**
 * Excludes a file or folder from the submits of a notebook and of the others in its folder: adds a line to the `.amlignore` there,
 * unless a rule excludes the path already. A new `.amlignore` begins with the rules of the `.gitignore`, which it replaces.
 *
 * @param path - relative to the notebook's folder, with `/`; a folder ends with `/`
 * @example await excludeFromSnapshot('notebooks/adder.ipynb', 'data/');
 * @throws CarryError `SnapshotPathInvalid`, `IgnoreFileNotWritten`
 */
export async function excludeFromSnapshot(notebookPath: string, path: string): Promise<void> {
  const isFolder = path.endsWith('/');
  const plain = isFolder ? path.slice(0, -1) : path;
  if (!isInside(plain)) throw fail('SnapshotPathInvalid', { path });
  const root = dirname(resolve(notebookPath));
  const rules = await readIgnoreRules(root);
  if (rules.ruleFor(plain, isFolder) !== undefined) return;
  const line = `/${escaped(path)}`;
  try {
    await addLine(root, line);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw fail('IgnoreFileNotWritten', { file: join(root, FILE), line, reason }, { cause });
  }
}

async function addLine(root: string, line: string): Promise<void> {
  const file = join(root, FILE);
  const facts = await lstat(file).catch(ifMissing);
  if (!facts) {
    const inherited = await readFile(join(root, '.gitignore'), 'utf8').catch(ifMissing);
    const text = inherited ?? '';
    await writeFile(file, `${text}${separator(text)}${line}\n`, { flag: 'wx' });
    return;
  }
  if (!facts.isFile()) throw new Error('it is not a plain file');
  const text = await readFile(file, 'utf8');
  await appendFile(file, `${separator(text)}${line}\n`);
}

function ifMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

/** The end of the last line, if it has none. */
function separator(text: string): string {
  return text === '' || text.endsWith('\n') ? '' : '\n';
}

/**
 * Escapes what a rule reads as a pattern, and a space at its end, which it would drop. The matcher of `ignore-rules.ts` reads `\?`
 * and `[?]` as patterns too, so a range around the question mark stands for it.
 */
function escaped(path: string): string {
  return path
    .replace(/[\\*[\]]/g, '\\$&')
    .replaceAll('?', '[>-@]')
    .replace(/ (?=\/?$)/, '\\ ');
}

/** A rule is one line; names with a line break cannot be excluded. */
function isInside(path: string): boolean {
  const names = path.split('/');
  return (
    !/[\r\n\0]/.test(path) && names.every(name => name !== '' && name !== '.' && name !== '..')
  );
}
