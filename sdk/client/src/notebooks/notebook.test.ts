import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseNotebook, readNotebook } from './notebook.js';

function old(nbformat: number, metadata: object = { name: 'old' }): string {
  const code = { cell_type: 'code', language: 'python', outputs: [] };
  const cells = [
    { cell_type: 'heading', level: 1, source: 'Title' },
    { ...code, input: ['n = 6\n', 'm = 7'], metadata: { tags: ['parameters'] } },
    { ...code, input: 'print(n * m)' }
  ];
  return JSON.stringify({ nbformat, nbformat_minor: 0, metadata, worksheets: [{ cells }] });
}

describe('parseNotebook', () => {
  it.each([2, 3])('converts nbformat %i', nbformat => {
    const notebook = parseNotebook(old(nbformat), 'old.ipynb');
    expect(notebook).toMatchObject({ kernel: 'python3', language: 'python' });
    expect(notebook.cells.map(c => [c.type, c.source])).toEqual([
      ['markdown', 'Title'],
      ['code', 'n = 6\nm = 7'],
      ['code', 'print(n * m)']
    ]);
    expect(notebook.parameters.map(p => p.name)).toEqual(['n', 'm']);
  });

  it('keeps the kernel that an old notebook names', () => {
    const spec = { kernelspec: { name: 'conda-env', language: 'python' } };
    expect(parseNotebook(old(3, spec), 'old.ipynb').kernel).toBe('conda-env');
  });

  it('reads a notebook without a kernel only where the caller allows it', () => {
    const created = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] });
    expect(() => parseNotebook(created, 'Untitled.ipynb')).toThrow('it names no kernel');
    const notebook = parseNotebook(created, 'Untitled.ipynb', { kernelOptional: true });
    expect(notebook).toMatchObject({ name: 'Untitled', kernel: '', language: 'unknown' });
  });

  it.each([1, 5])('refuses nbformat %i by its number', nbformat => {
    const text = JSON.stringify({ nbformat, metadata: {}, cells: [] });
    expect(() => parseNotebook(text, 'x.ipynb')).toThrow(`its nbformat is ${nbformat}`);
  });
});

describe('parseNotebook of a malformed file', () => {
  const cell = { cell_type: 'code', source: 'n = 1', metadata: {} };
  const python = { kernelspec: { name: 'python3', language: 'python' } };
  const file = (changes: object) =>
    JSON.stringify({ nbformat: 4, metadata: python, cells: [cell], ...changes });
  const withCell = (changes: object) => file({ cells: [cell, { ...cell, ...changes }] });

  it.each([
    ['null', 'it is null instead of a JSON object'],
    ['[]', 'it is a list instead of a JSON object'],
    [file({ cells: undefined }), 'it has no cells'],
    [file({ cells: {} }), 'its cells are a JSON object instead of a list'],
    [file({ cells: [cell, null] }), 'cell 2 of its 2 cells is null instead of a JSON object'],
    [
      withCell({ source: 5 }),
      'cell 2 of its 2 cells has a source that is a number instead of a text or a list of texts'
    ],
    [withCell({ source: undefined }), 'cell 2 of its 2 cells has no source'],
    [withCell({ source: null }), 'has a source that is null instead of a text or a list of texts'],
    [withCell({ metadata: undefined }), 'has no metadata'],
    [withCell({ source: ['a', 1] }), 'has a source that is a list of other values instead of'],
    [withCell({ cell_type: [] }), 'has a cell_type that is a list instead of a text'],
    [withCell({ metadata: [] }), 'has a metadata that is a list instead of a JSON object'],
    [withCell({ metadata: { tags: 'parameters' } }), 'has tags that are a text instead of a list'],
    [file({ metadata: [] }), 'its metadata is a list instead of a JSON object'],
    [file({ metadata: { kernelspec: 'a' } }), 'its kernelspec is a text instead of a JSON object'],
    [
      file({ metadata: { kernelspec: { name: 'k', language: 3 } } }),
      'the language of its kernelspec is a number instead of a text'
    ],
    [
      file({ metadata: { kernelspec: { name: 'k' }, language_info: { name: {} } } }),
      'the name of its language_info is a JSON object instead of a text'
    ],
    [
      JSON.stringify({ nbformat: 3, metadata: {}, worksheets: [null] }),
      'its worksheet 1 is null instead of a JSON object'
    ],
    [
      JSON.stringify({ nbformat: 3, metadata: {}, worksheets: [{ cells: [false] }] }),
      "cell 1 of worksheet 1's 1 cells is a boolean instead of a JSON object"
    ],
    [file({ nbformat: {} }), 'its nbformat is {}'],
    [file({ metadata: null }), 'it names no kernel']
  ])('refuses %s', (text, fault) => {
    const refused = expect(() => parseNotebook(text, 'x.ipynb'));
    refused.toThrow(expect.objectContaining({ code: 'NotebookInvalid', target: 'x.ipynb' }));
    refused.toThrow(fault);
  });
});

describe('readNotebook', () => {
  it('says that a folder is a folder, and that a path leads nowhere', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'carry-notebook-'));
    try {
      await expect(readNotebook(folder)).rejects.toMatchObject({
        code: 'NotebookInvalid',
        message: `'${folder}' is a folder, not a notebook. Name the .ipynb file in it.`
      });
      for (const path of ['none.ipynb', 'none/x.ipynb'])
        await expect(readNotebook(join(folder, path))).rejects.toMatchObject({
          code: 'NotebookNotFound'
        });
      const long = join(folder, `${'n'.repeat(300)}.ipynb`);
      await expect(readNotebook(long)).rejects.toMatchObject({
        code: 'NotebookInvalid',
        message: expect.stringContaining('cannot be read (ENAMETOOLONG)') as string
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
