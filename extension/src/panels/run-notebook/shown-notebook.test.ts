import type { INotebookContent, IOutput } from '@jupyterlab/nbformat';
import type { INotebookModel } from '@jupyterlab/notebook';
import { beforeEach, describe, expect, it } from 'vitest';
import { ShownNotebook } from './shown-notebook.js';

const stream = (text: string): IOutput => ({ output_type: 'stream', name: 'stdout', text });
const cell = (source: string, outputs: IOutput[] = [], count: number | null = null) => ({
  cell_type: 'code',
  source,
  outputs,
  execution_count: count,
  metadata: {}
});
const notebook = (...cells: object[]) =>
  ({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }) as unknown as INotebookContent;

describe('a notebook on screen', () => {
  let done: string[];
  let shown: ShownNotebook;

  beforeEach(() => {
    done = [];
    shown = new ShownNotebook(fakeDocument(done));
  });

  it('is read-only in every cell', () => {
    shown.show(notebook(cell('a'), cell('b')));
    expect(done).toEqual(['load a:false b:false']);
  });

  it('is never trusted, whatever its file says', () => {
    let loaded: INotebookContent | undefined;
    const document = { fromJSON: (content: INotebookContent) => (loaded = content) };
    const trusting = { ...cell('a'), metadata: { trusted: true } };
    new ShownNotebook(document as unknown as INotebookModel).show(notebook(trusting));
    expect(loaded?.cells[0]?.metadata.trusted).toBe(false);
  });

  it('gets only the outputs that are new', () => {
    shown.show(notebook(cell('a'), cell('b')));
    shown.show(notebook(cell('a', [stream('x')], 1), cell('b')));
    shown.show(notebook(cell('a', [stream('xy'), stream('z')], 1), cell('b')));
    expect(done.slice(1)).toEqual(['0 add x', '0 set 0 xy', '0 add z']);
  });

  it('loses outputs that a cell has cleared', () => {
    shown.show(notebook(cell('a', [stream('x'), stream('y')])));
    shown.show(notebook(cell('a', [stream('z')])));
    expect(done.slice(1)).toEqual(['0 all z']);
  });

  it('is loaded again when its cells are others', () => {
    shown.show(notebook(cell('a')));
    shown.show(notebook(cell('marker'), cell('a')));
    expect(done).toEqual(['load a:false', 'load marker:false a:false']);
  });
});

/** A document that lists what is done to it. */
function fakeDocument(done: string[]): INotebookModel {
  let outputs: IOutput[][] = [];
  const text = (output: IOutput): string => output.text as string;
  const document = {
    fromJSON: ({ cells }: INotebookContent) => {
      outputs = cells.map(one => [...(one.outputs as IOutput[])]);
      const all = cells.map(
        one => `${one.source as string}:${JSON.stringify(one.metadata.editable)}`
      );
      done.push(`load ${all.join(' ')}`);
    },
    cells: {
      get: (i: number) => ({
        outputs: {
          get length() {
            return outputs[i]?.length;
          },
          add: (output: IOutput) => {
            outputs[i]?.push(output);
            done.push(`${i} add ${text(output)}`);
          },
          set: (at: number, output: IOutput) => void done.push(`${i} set ${at} ${text(output)}`),
          fromJSON: (all: IOutput[]) => void done.push(`${i} all ${all.map(text).join(' ')}`)
        }
      })
    }
  };
  return document as unknown as INotebookModel;
}
