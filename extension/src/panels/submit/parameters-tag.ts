import type { Cell } from '@jupyterlab/cells';
import type { Notebook } from '@jupyterlab/notebook';

const TAG = 'parameters';

/** Whether a cell is the one whose variables the form shows; null if it cannot be, because it is no code cell. */
export function isParametersCell({ model }: Pick<Cell, 'model'>): boolean | null {
  return model.type === 'code' ? tagsOf(model).includes(TAG) : null;
}

/**
 * Makes a code cell the parameters cell, in place of any other; or no longer so if it is the one. Undo takes the whole change
 * back.
 */
export function toggleParametersCell(
  notebook: Pick<Notebook, 'widgets' | 'model'>,
  cell: Cell
): void {
  const wasTagged = isParametersCell(cell);
  if (wasTagged === null) return;
  notebook.model?.sharedModel.transact(() => {
    for (const { model } of notebook.widgets) {
      const before = tagsOf(model);
      const others = before.filter(tag => tag !== TAG);
      const tags = model === cell.model && !wasTagged ? [...others, TAG] : others;
      if (tags.length === before.length) continue;
      if (tags.length > 0) model.sharedModel.setMetadata('tags', tags);
      else model.sharedModel.deleteMetadata('tags');
    }
  });
}

function tagsOf(model: { getMetadata(key: string): unknown }): string[] {
  const tags = model.getMetadata('tags');
  return Array.isArray(tags) ? tags.filter(tag => typeof tag === 'string') : [];
}
