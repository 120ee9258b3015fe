import type { ICodeCellModel } from '@jupyterlab/cells';
import type { ICell, ICodeCell, INotebookContent, IOutput } from '@jupyterlab/nbformat';
import type { INotebookModel } from '@jupyterlab/notebook';

/** Writes each version of a notebook into the document that is on screen, and changes only what differs: the page does not jump. */
export class ShownNotebook {
  private shown: INotebookContent | null = null;

  constructor(private readonly document: INotebookModel) {}

  show(notebook: INotebookContent): void {
    const { shown } = this;
    this.shown = notebook;
    if (shown && hasSameCells(shown, notebook)) this.update(shown.cells, notebook.cells);
    else this.document.fromJSON({ ...notebook, cells: notebook.cells.map(readOnly) });
  }

  private update(before: readonly ICell[], now: readonly ICell[]): void {
    for (const [i, cell] of now.entries()) {
      if (cell.cell_type !== 'code' || isEqual(before[i], cell)) continue;
      const { outputs, execution_count: count } = cell as ICodeCell;
      const model = this.document.cells.get(i) as ICodeCellModel;
      model.executionCount = count;
      updateOutputs(model.outputs, (before[i] as ICodeCell).outputs, outputs);
    }
  }
}

function updateOutputs(
  model: ICodeCellModel['outputs'],
  before: readonly IOutput[],
  now: readonly IOutput[]
): void {
  // The document may hold adjacent outputs of a stream as one.
  if (now.length < before.length || model.length !== before.length) {
    model.fromJSON([...now]);
    return;
  }
  for (const [i, output] of now.entries()) {
    if (i >= before.length) model.add(output);
    else if (!isEqual(before[i], output)) model.set(i, output);
  }
}

function hasSameCells(a: INotebookContent, b: INotebookContent): boolean {
  return (
    a.cells.length === b.cells.length &&
    a.cells.every((cell, i) => {
      const other = b.cells[i];
      return cell.cell_type === other?.cell_type && isEqual(cell.source, other.source);
    })
  );
}

/**
 * A cell's own metadata makes its editor read-only. A job wrote the file: it cannot declare its outputs as trusted, whose scripts would act with
 * the rights of the user.
 */
function readOnly(cell: ICell): ICell {
  return {
    ...cell,
    metadata: { ...cell.metadata, trusted: false, editable: false, deletable: false }
  };
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
