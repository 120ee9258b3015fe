import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CarryError, isCarryError } from './carry-error.js';

afterEach(() => {
  vi.resetModules();
});

/** A second copy of this package in the process, as two versions below `node_modules` are. */
function secondCopy() {
  vi.resetModules();
  return import('./carry-error.js');
}

describe('an error of another copy of this package', () => {
  it('is an error of Carry, by function and by instanceof', async () => {
    const copy = await secondCopy();
    expect(copy.CarryError).not.toBe(CarryError);
    const foreign = new copy.CarryError('JobFailed', 500, 'It failed.');
    expect([isCarryError(foreign), foreign instanceof CarryError]).toEqual([true, true]);
    const own: unknown = new CarryError('JobFailed', 500, 'It failed.');
    expect([copy.isCarryError(own), own instanceof copy.CarryError]).toEqual([true, true]);
  });

  it('is no error of a subclass', async () => {
    class Mine extends CarryError {}
    const copy = await secondCopy();
    expect(new Mine('A', 400, '') instanceof Mine).toBe(true);
    expect(new Mine('A', 400, '') instanceof CarryError).toBe(true);
    expect((new copy.CarryError('A', 400, '') as unknown) instanceof Mine).toBe(false);
    expect((new CarryError('A', 400, '') as unknown) instanceof Mine).toBe(false);
  });
});

describe('what a notebook shows of an error', () => {
  it('is the code, the message and the frames in files of the user', () => {
    const error = new CarryError('NotebookNotFound', 404, 'There is none.', {
      cause: new Error('ENOENT')
    });
    error.stack = [
      'CarryError: There is none.',
      `    at readNotebook (${new URL('../notebooks/notebook.js', import.meta.url).href}:1:1)`,
      '    at async open (node:internal/fs/promises:637:25)',
      '    at async evalmachine.<anonymous>:7:13',
      '    at async run (/home/ada/node_modules/tslab/dist/executor.js:173:17)',
      '    at async train (file:///home/ada/train.mjs:3:26)'
    ].join('\n');
    expect(inspect(error)).toBe(
      'CarryError [NotebookNotFound]: There is none.\n    at async train (file:///home/ada/train.mjs:3:26)'
    );
  });
});

describe('any other value', () => {
  it.each([undefined, null, 'text', new Error('plain'), { code: 'JobFailed' }])(
    'is no error of Carry: %s',
    value => {
      expect([isCarryError(value), (value as unknown) instanceof CarryError]).toEqual([
        false,
        false
      ]);
    }
  );
});
