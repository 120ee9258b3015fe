import { beforeEach, describe, expect, it } from 'vitest';
import { RunSelection } from './run-selection.js';

const listed = ['a', 'b', 'c', 'd', 'e'];
let selection: RunSelection;

beforeEach(() => {
  selection = new RunSelection();
});

describe('the selection of runs', () => {
  it('keeps the order in which runs are chosen', () => {
    for (const name of ['c', 'a', 'b', 'a']) selection.toggle(name);
    expect(selection.names).toEqual(['c', 'b']);
  });

  it('extends from the last choice, in both directions', () => {
    selection.toggle('c');
    selection.extendTo('e', listed);
    expect(selection.names).toEqual(['c', 'd', 'e']);
    selection.extendTo('b', listed);
    expect(selection.names).toEqual(['c', 'd', 'e', 'b']);
  });

  it('extends to a single run if the last choice is not listed any more', () => {
    selection.toggle('gone');
    selection.extendTo('b', listed);
    expect(selection.names).toEqual(['gone', 'b']);
  });

  it.each([
    [1, false],
    [2, true],
    [10, true],
    [11, false]
  ])('of %i runs can be compared: %s', (count, can) => {
    for (let n = 0; n < count; n += 1) selection.toggle(`run-${n}`);
    expect(selection.canCompare).toBe(can);
  });
});
