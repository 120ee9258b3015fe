import { describe, expect, it } from 'vitest';
import { checkFrame, frameOf } from './frame.js';

/** b reads from a; c and d have no bindings. */
const graph = new Map([
  ['a', []],
  ['b', ['a']],
  ['c', []],
  ['d', []]
]);

describe('the first and the last step of a pipeline', () => {
  it.each([[{ on_init: 'c', on_finalize: 'd' }], [{ onInit: 'c', onFinalize: 'd' }]])(
    'are read from %j',
    settings => {
      expect(frameOf({ settings })).toEqual({ first: 'c', last: 'd' });
    }
  );

  it.each([[undefined], [{ on_init: null, on_finalize: null }]])('are none in %j', settings => {
    expect(frameOf({ settings })).toEqual({});
  });

  it.each([
    [{ first: 'x' }, "on_init names the step 'x', which this pipeline does not have"],
    [{ last: 'x' }, "on_finalize names the step 'x', which this pipeline does not have"],
    [{ first: 'c', last: 'c' }, "'c' cannot be both on_init and on_finalize"],
    [{ first: 'a' }, "'a' is the pipeline's on_init and shares data with the step 'b'"],
    [{ last: 'b' }, "'b' is the pipeline's on_finalize and shares data with the step 'a'"]
  ])('are rejected as %j', (frame, reason) => {
    expect(() => {
      checkFrame(frame, graph);
    }).toThrow(reason);
  });

  it('are rejected without a step between them', () => {
    expect(() => {
      checkFrame({ first: 'c', last: 'd' }, new Map([...graph].slice(2)));
    }).toThrow('no step but its on_init and on_finalize');
  });

  it('are accepted without bindings to other steps', () => {
    expect(() => {
      checkFrame({ first: 'c', last: 'd' }, graph);
    }).not.toThrow();
  });
});
