import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fail } from './errors.js';
import type { Parameter } from './parameter.js';
import type { NotebookFile, RawCell } from './notebook-file.js';
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
  /** Name of the kernelspec, such as `tslab` or `python3`. */
  kernel: string;
  /** Language of the kernel in lower case, such as `typescript` or `python`. */
  language: string;
  cells: NotebookCell[];
  /** The declared parameters, in the order of the cell; empty when there is no such cell. */
  parameters: Parameter[];
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
export async function readNotebook(path: string): Promise<Notebook> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw fail('NotebookNotFound', { path }, { target: path, cause });
  }
  return parseNotebook(text, path);
}

/**
 * Reads a notebook from the text of its file.
 *
 * @throws CarryError `NotebookInvalid`
 */
export function parseNotebook(text: string, path: string): Notebook {
  const file = parse(text, path);
  const cells = (file.cells ?? []).map(readCell);
  const { kernel, language } = kernelOf(file, path);
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

function parse(text: string, path: string): NotebookFile {
  let file: NotebookFile | null;
  try {
    file = JSON.parse(text) as NotebookFile | null;
  } catch (cause) {
    throw fail('NotebookNotJson', { path }, { target: path, cause });
  }
  if (typeof file === 'object' && file !== null) file = upgradeNotebook(file);
  if (typeof file !== 'object' || file === null || !Array.isArray(file.cells))
    throw fail('NotebookWithoutCells', { path }, { target: path });
  const { nbformat } = file;
  if (nbformat !== 4) throw fail('NotebookFormatUnsupported', { path, nbformat }, { target: path });
  return file;
}

function kernelOf(file: NotebookFile, path: string): { kernel: string; language: string } {
  const spec = file.metadata?.kernelspec;
  if (!spec?.name) throw fail('NotebookWithoutKernel', { path }, { target: path });
  const language =
    spec.language ?? file.metadata?.language_info?.name ?? languages[spec.name] ?? 'unknown';
  return { kernel: spec.name, language: language.toLowerCase() };
}

function readCell(cell: RawCell): NotebookCell {
  const type = cell.cell_type === 'code' || cell.cell_type === 'markdown' ? cell.cell_type : 'raw';
  const source = Array.isArray(cell.source) ? cell.source.join('') : (cell.source ?? '');
  const tags = cell.metadata?.tags;
  return { type, source, tags: Array.isArray(tags) ? tags.map(String) : [] };
}
