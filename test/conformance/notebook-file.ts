import { writeFileSync } from 'node:fs';

/** The kernels that notebooks of the tests run on. */
export type Kernel = 'tslab' | 'python3';

/** Writes a notebook of code cells; the first one holds the parameters when `parameters` is given. */
export function writeNotebook(
  path: string,
  kernel: Kernel,
  cells: string[],
  parameters?: string
): void {
  const sources = parameters === undefined ? cells : [parameters, ...cells];
  const language = kernel === 'tslab' ? 'typescript' : 'python';
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
