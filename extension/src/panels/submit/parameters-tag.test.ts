import type { Cell } from '@jupyterlab/cells';
import type { Notebook } from '@jupyterlab/notebook';
import { describe, expect, it } from 'vitest';
import { isParametersCell, toggleParametersCell } from './parameters-tag.js';

/** A notebook of cells with these tags; the second one is Markdown. It counts the steps of its undo. */
function notebookOf(...tags: unknown[]) {
  const all = tags.map((content, i) => {
    const metadata = new Map<string, unknown>(content === undefined ? [] : [['tags', content]]);
    const sharedModel = {
      setMetadata: (key: string, value: unknown) => void metadata.set(key, value),
      deleteMetadata: (key: string) => void metadata.delete(key)
    };
    const getMetadata = (key: string) => metadata.get(key);
    const model = { type: i === 1 ? 'markdown' : 'code', getMetadata, sharedModel };
    return { model } as unknown as Cell;
  });
  let steps = 0;
  const transact = (change: () => void) => {
    steps += 1;
    change();
  };
  const notebook = { widgets: all, model: { sharedModel: { transact } } } as unknown as Notebook;
  return {
    toggle: (at: number) => {
      toggleParametersCell(notebook, all[at]!);
    },
    tags: () => all.map(({ model }) => model.getMetadata('tags') as unknown),
    is: (at: number) => isParametersCell(all[at]!),
    steps: () => steps
  };
}

describe('the parameters cell', () => {
  it('is one cell, and its change one step of undo', () => {
    const notebook = notebookOf(['keep', 'parameters'], undefined, undefined);
    notebook.toggle(2);
    expect(notebook.tags()).toEqual([['keep'], undefined, ['parameters']]);
    expect(notebook.steps()).toBe(1);
    notebook.toggle(2);
    expect(notebook.tags()).toEqual([['keep'], undefined, undefined]);
  });

  it('is a code cell', () => {
    const notebook = notebookOf(undefined, undefined);
    notebook.toggle(1);
    expect(notebook.tags()).toEqual([undefined, undefined]);
    expect(notebook.is(1)).toBeNull();
  });

  it.each([[null], ['parameters'], [{}], [[1, null]]])('is found beside the tags %j', tags => {
    const notebook = notebookOf(tags);
    expect(notebook.is(0)).toBe(false);
    notebook.toggle(0);
    expect(notebook.is(0)).toBe(true);
  });
});
