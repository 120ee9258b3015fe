import { describe, expect, it } from 'vitest';
import type { RunNotebook } from '@carry-ml/bridge';
import { diffNotebooks } from './notebook-diff.js';
import { notebookText } from './notebook-text.js';

const code = (source: string, ...outputs: object[]) => ({
  cell_type: 'code',
  execution_count: Math.random(),
  source: source.split(/(?<=\n)/),
  outputs
});
const stream = (text: string) => ({ output_type: 'stream', name: 'stdout', text: [text] });
const notebook = (...cells: object[]): RunNotebook => ({
  path: 'a.ipynb',
  finished: true,
  version: 'v',
  text: JSON.stringify({ cells, nbformat: 4 })
});

describe('the difference of two executed notebooks', () => {
  it('is that of sources and of texts that were put out', () => {
    const before = notebook(code('rate = 0.1\ntrain(rate)', stream('loss 2\n')), code('x = 1'));
    const after = notebook(code('rate = 0.2\ntrain(rate)', stream('loss 1\n')), code('x = 1'));
    const diff = diffNotebooks(before, after);
    const changed = diff.kind === 'hunks' ? diff.hunks.flatMap(({ lines }) => lines) : [];
    expect(changed.filter(line => !line.startsWith(' '))).toEqual([
      '-rate = 0.1',
      '+rate = 0.2',
      '-loss 2',
      '+loss 1'
    ]);
  });

  it('is none for the same cells, whatever their counts', () => {
    const [a, b] = [notebook(code('x = 1')), notebook(code('x = 1'))];
    expect(diffNotebooks(a, b)).toEqual({ kind: 'same' });
  });

  it('is none without a notebook or with a file that is none, for a reason', () => {
    const none = { ...notebook(), text: null };
    expect(diffNotebooks(none, notebook())).toEqual({ kind: 'no-notebook' });
    expect(diffNotebooks({ ...none, text: '{' }, notebook())).toEqual({ kind: 'unreadable' });
  });

  it('names images, and the error of a cell', () => {
    const image = { data: { 'image/png': 'iVBO', 'text/plain': '<Figure>' } };
    const error = { output_type: 'error', ename: 'ValueError', evalue: 'bad', traceback: ['…'] };
    expect(notebookText(notebook(code('plot()', image, error)).text ?? '')).toBe(
      '── code 1 ──\nplot()\n── output ──\n[image/png]\nValueError: bad\n'
    );
  });

  it.each(['null', '[]', '{"cells":{}}', '{"cells":[null,1,{"outputs":[null,{"data":7}]}]}'])(
    'reads %s without an error',
    text => {
      expect(diffNotebooks({ ...notebook(), text }, notebook()).kind).toMatch(/same|hunks/);
    }
  );
});
