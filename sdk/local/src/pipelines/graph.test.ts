import { describe, expect, it } from 'vitest';
import { graphOf, orderOf } from './graph.js';
import { readSteps } from './step.js';

/** Steps by name, with the steps they read from. */
const steps = (reads: Record<string, string[]>) =>
  readSteps(
    Object.fromEntries(
      Object.entries(reads).map(([name, from]) => [
        name,
        {
          componentId: 'azureml:c:1',
          inputs: Object.fromEntries(
            from.map((step, i) => [`i${i}`, { value: `\${{parent.jobs.${step}.outputs.o}}` }])
          )
        }
      ])
    )
  );

describe('the graph of a pipeline', () => {
  it('maps each step to the steps whose outputs it reads, each once', () => {
    expect([...graphOf(steps({ c: ['a', 'b', 'a'], a: [], b: ['a'] }))]).toEqual([
      ['c', ['a', 'b']],
      ['a', []],
      ['b', ['a']]
    ]);
  });

  it('sorts each step after those it reads from, whatever their given order', () => {
    expect(orderOf(graphOf(steps({ d: ['b', 'c'], c: ['a'], b: ['a'], a: [] })))).toEqual([
      'a',
      'b',
      'c',
      'd'
    ]);
  });

  it('rejects a circle and names its steps', () => {
    expect(() => orderOf(graphOf(steps({ x: ['a'], a: ['b'], b: ['a'] })))).toThrow(
      'circle: a <- b <- a'
    );
    expect(() => orderOf(graphOf(steps({ a: ['a'] })))).toThrow('circle: a <- a');
  });

  it('rejects an unknown step and names the existing ones', () => {
    expect(() => graphOf(steps({ a: [], b: ['nope'] }))).toThrow(
      "The input 'i0' of the step 'b' reads from the step 'nope', which this pipeline does not have. Its steps are: a, b."
    );
  });
});
