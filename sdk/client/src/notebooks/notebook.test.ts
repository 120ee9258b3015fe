import { describe, expect, it } from 'vitest';
import { parseNotebook } from './notebook.js';

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

  it.each([1, 5])('refuses nbformat %i by its number', nbformat => {
    const text = JSON.stringify({ nbformat, metadata: {}, cells: [] });
    expect(() => parseNotebook(text, 'x.ipynb')).toThrow(`its nbformat is ${nbformat}`);
  });
});
