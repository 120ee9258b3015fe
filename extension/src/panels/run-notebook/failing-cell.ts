import type { ICell, INotebookContent, IOutput } from '@jupyterlab/nbformat';

/** The tag that a job gives the cell at which its notebook failed. */
const FAILED_CELL_TAG = 'carry-failed-cell';

/** Returns the index of the cell at which a notebook failed: the tagged one, or the last with an error; -1 if none did. */
export function failingCell({ cells }: INotebookContent): number {
  const tagged = cells.findIndex(({ metadata }) => metadata.tags?.includes(FAILED_CELL_TAG));
  return tagged === -1 ? cells.findLastIndex(hasError) : tagged;
}

function hasError({ outputs }: ICell): boolean {
  return ((outputs ?? []) as IOutput[]).some(({ output_type: type }) => type === 'error');
}
