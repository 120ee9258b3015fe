import { beforeEach, describe, expect, it } from 'vitest';
import type { JobSummary } from '@carry-ml/bridge';
import { RunSelection } from './run-selection.js';

const run = (name: string) => ({ name }) as JobSummary;
const listed = ['a', 'b', 'c', 'd', 'e'].map(run);
let selection: RunSelection;
const names = () => selection.runs.map(({ name }) => name);

beforeEach(() => {
  selection = new RunSelection();
});

describe('the selection of runs', () => {
  it('keeps the order in which runs are chosen', () => {
    for (const name of ['c', 'a', 'b', 'a']) selection.toggle(run(name));
    expect(names()).toEqual(['c', 'b']);
  });

  it('extends from the last choice, in both directions', () => {
    selection.toggle(run('c'));
    selection.extendTo(run('e'), listed);
    expect(names()).toEqual(['c', 'd', 'e']);
    selection.extendTo(run('b'), listed);
    expect(names()).toEqual(['c', 'd', 'e', 'b']);
  });

  it('extends to a single run if the last choice is not listed any more', () => {
    selection.toggle(run('gone'));
    selection.extendTo(run('b'), listed);
    expect(names()).toEqual(['gone', 'b']);
  });

  it('has each run once, and none that was removed', () => {
    selection.toggle(run('b'));
    selection.add(listed);
    selection.remove(['a', 'd', 'unknown']);
    expect(names()).toEqual(['b', 'c', 'e']);
    expect([selection.has('b'), selection.has('a')]).toEqual([true, false]);
  });

  it.each([
    [1, false],
    [2, true],
    [10, true],
    [11, false]
  ])('of %i runs can be compared: %s', (count, can) => {
    for (let n = 0; n < count; n += 1) selection.toggle(run(`run-${n}`));
    expect(selection.canCompare).toBe(can);
  });
});
