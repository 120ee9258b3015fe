import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The kernels of the tests' notebooks. */
export type Kernel = 'tslab' | 'python3';

/** A notebook of code cells; the first one contains the parameters, if there are any. */
export interface NotebookFile {
  kernel?: Kernel;
  parameters?: string;
  cells: string[];
}

/** Writes a notebook and creates its folder. */
export function writeNotebook(
  path: string,
  { kernel = 'python3', parameters, cells }: NotebookFile
): void {
  const sources = parameters === undefined ? cells : [parameters, ...cells];
  const language = kernel === 'tslab' ? 'typescript' : 'python';
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    JSON.stringify({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {
        kernelspec: { name: kernel, display_name: kernel, language },
        language_info: { name: language }
      },
      cells: sources.map((source, index) => ({
        cell_type: 'code',
        id: `cell-${index}`,
        metadata: parameters !== undefined && index === 0 ? { tags: ['parameters'] } : {},
        execution_count: null,
        outputs: [],
        source
      }))
    })
  );
}
