import type { INotebookContent } from '@jupyterlab/nbformat';
import { expect, it } from 'vitest';
import { failingCell } from './failing-cell.js';

const error = { output_type: 'error', ename: 'E', evalue: '', traceback: [] };
const notebook = (...cells: object[]) =>
  ({ cells: cells.map(cell => ({ metadata: {}, ...cell })) }) as unknown as INotebookContent;

it.each([
  [
    'the cell that the job has tagged',
    1,
    notebook({}, { metadata: { tags: ['carry-failed-cell'] } }, { outputs: [error] })
  ],
  [
    'the last cell with an error, where none is tagged',
    2,
    notebook({ outputs: [error] }, {}, { outputs: [error] })
  ],
  ['none, if no cell failed', -1, notebook({}, { outputs: [{ output_type: 'stream' }] })]
])('the failing cell is %s', (_which, index, content) => {
  expect(failingCell(content)).toBe(index);
});
