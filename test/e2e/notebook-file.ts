import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a Python notebook: a `parameters` cell and the cells after it. */
export function writeNotebook(path: string, parameters: string, ...cells: string[]): void {
  const cell = (source: string, index: number): object => ({
    cell_type: 'code',
    id: `cell-${index}`,
    metadata: index === 0 ? { tags: ['parameters'] } : {},
    source,
    outputs: [],
    execution_count: null
  });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    JSON.stringify({
      cells: [parameters, ...cells].map(cell),
      metadata: {
        kernelspec: { name: 'python3', display_name: 'Python 3 (ipykernel)', language: 'python' },
        language_info: { name: 'python' }
      },
      nbformat: 4,
      nbformat_minor: 5
    })
  );
}
