import type { Parameter } from './parameter.js';

/** One cell as the job sees it. */
export interface NotebookCell {
  type: 'code' | 'markdown' | 'raw';
  source: string;
  tags: string[];
}

/** A notebook as a job, before it leaves. */
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

/**
 * Reads a notebook file.
 *
 * @example const { kernel, parameters } = await readNotebook('adder.ipynb');
 * @throws CarryError `NotebookNotFound`, `NotebookInvalid`
 */
export declare function readNotebook(path: string): Promise<Notebook>;

/** The same from the text of the file. */
export declare function parseNotebook(text: string, path: string): Notebook;
