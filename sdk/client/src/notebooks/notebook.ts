import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { lookedUp, type CarryError } from '../errors/index.js';
import { fail } from './errors.js';
import type { Parameter } from './parameter.js';
import type { NotebookFile, RawCell } from './notebook-file.js';
import { shapeFault } from './notebook-shape.js';
import { upgradeNotebook } from './old-notebook.js';
import { declaredParameters } from './parameters-cell.js';

/** One cell of a notebook. */
export interface NotebookCell {
  type: 'code' | 'markdown' | 'raw';
  source: string;
  tags: string[];
}

/** A notebook that can be submitted. */
export interface Notebook {
  /** Absolute path of the .ipynb file. */
  path: string;
  /** The file's name without `.ipynb`. */
  name: string;
  /** Name of the kernelspec, such as `tslab` or `python3`; empty only if the reader allows a notebook without one. */
  kernel: string;
  /** Language of the kernel in lower case, such as `typescript` or `python`; `unknown` if the file does not tell. */
  language: string;
  cells: NotebookCell[];
  /** The declared parameters, in the order of the cell; empty when there is no such cell. */
  parameters: Parameter[];
}

/** Options of reading a notebook. */
export interface ReadNotebookOptions {
  /** Reads a notebook that names no kernel too, such as one that an editor has just created. Default: false. */
  kernelOptional?: boolean;
}

/** Languages of kernelspecs that name none: some notebooks contain only the kernel's name. */
const languages: Record<string, string> = {
  tslab: 'typescript',
  jslab: 'javascript',
  deno: 'typescript',
  python3: 'python'
};

/**
 * Reads a notebook file.
 *
 * @example const { kernel, parameters } = await readNotebook('adder.ipynb');
 * @throws CarryError `NotebookNotFound`, `NotebookInvalid`
 */
export async function readNotebook(
  path: string,
  options: ReadNotebookOptions = {}
): Promise<Notebook> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw unread(path, cause);
  }
  return parseNotebook(text, path, options);
}

/**
 * Reads a notebook from the text of its file.
 *
 * @throws CarryError `NotebookInvalid`
 */
export function parseNotebook(
  text: string,
  path: string,
  { kernelOptional = false }: ReadNotebookOptions = {}
): Notebook {
  const file = parse(text, path);
  const cells = (file.cells ?? []).map(readCell);
  const { kernel, language } = kernelOf(file);
  if (kernel === '' && !kernelOptional) {
    throw fail('NotebookWithoutKernel', { path }, { target: path });
  }
  const cell = cells.find(c => c.type === 'code' && c.tags.includes('parameters'));
  return {
    path: resolve(path),
    name: basename(path).replace(/\.ipynb$/i, ''),
    kernel,
    language,
    cells,
    parameters: cell ? declaredParameters(cell.source, language) : []
  };
}

/** The error for a file that cannot be read. */
function unread(path: string, cause: unknown): CarryError {
  const details = { target: path, cause };
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'EISDIR') return fail('NotebookIsFolder', { path }, details);
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return fail('NotebookNotFound', lookedUp(path), details);
  return fail('NotebookUnreadable', { path, reason: code ?? String(cause) }, details);
}

function parse(text: string, path: string): NotebookFile {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw fail('NotebookNotJson', { path }, { target: path, cause });
  }
  const fault = shapeFault(content);
  if (fault) throw fail('NotebookMalformed', { path, fault }, { target: path });
  const file = upgradeNotebook(content as NotebookFile);
  const { nbformat } = file;
  if (nbformat !== 4) throw fail('NotebookFormatUnsupported', { path, nbformat }, { target: path });
  return file;
}

function kernelOf({ metadata }: NotebookFile): { kernel: string; language: string } {
  const spec = metadata?.kernelspec;
  const kernel = spec?.name ?? '';
  const language =
    spec?.language ?? metadata?.language_info?.name ?? languages[kernel] ?? 'unknown';
  return { kernel, language: language.toLowerCase() };
}

function readCell(cell: RawCell): NotebookCell {
  const type = cell.cell_type === 'code' || cell.cell_type === 'markdown' ? cell.cell_type : 'raw';
  const source = Array.isArray(cell.source) ? cell.source.join('') : (cell.source ?? '');
  return { type, source, tags: cell.metadata?.tags ?? [] };
}
