import { nullTranslator } from '@jupyterlab/translation';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunNotebook } from '@carry-ml/bridge';
import { RunNotebookModel } from './model.js';

const trans = nullTranslator.load('carry');
const text = JSON.stringify({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 });

describe('the notebook of a run', () => {
  let model: RunNotebookModel;
  afterEach(() => {
    model.dispose();
  });

  /** Reads the responses in turn; resolves when each has been read. */
  async function read(...responses: Partial<RunNotebook>[]): Promise<(string | null)[]> {
    const known: (string | null)[] = [];
    const left = [...responses];
    model = new RunNotebookModel(
      {
        runNotebook: (_run, page) => {
          known.push(page?.version ?? null);
          const none = { path: null, finished: false, version: null, text: null };
          return Promise.resolve({ ...none, ...left.shift() });
        }
      },
      'one',
      trans
    );
    const last = new Promise<void>(resolve => {
      model.changed.connect(() => {
        if (left.length === 0) resolve();
      });
    });
    await last;
    return known;
  }

  it('is read again with the version that the page has, until the run has ended', async () => {
    const known = await read(
      {},
      { path: 'n.ipynb', version: 'a', text },
      { path: 'n.ipynb', version: 'a', finished: true }
    );
    expect(known).toEqual([null, null, 'a']);
    expect(model).toMatchObject({ finished: true, path: 'n.ipynb', notebook: { cells: [] } });
  }, 10_000);

  it('says so when the file is not a notebook', async () => {
    await read({ path: 'n.ipynb', version: 'a', text: '[]', finished: true });
    expect(model.error).toMatchObject({ code: 'NotebookInvalid' });
    expect(model.notebook).toBeNull();
  });
});
