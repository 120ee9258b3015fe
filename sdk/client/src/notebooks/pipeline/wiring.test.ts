import { describe, expect, it } from 'vitest';
import type { PipelineSteps } from './pipeline-step.js';
import { planWiring } from './wiring.js';

const prepare = { path: 'prepare.ipynb', outputs: ['out_dir'] };

describe('planWiring', () => {
  it('connects the inputs of steps with the outputs of others, in any order', () => {
    const train = { path: 'train.ipynb', inputs: { data: 'prepare.out_dir' }, outputs: ['model'] };
    const report = { path: 'r.py', inputs: { a: 'prepare.out_dir', b: 'train.model' } };
    expect(planWiring({ report, train, prepare })).toEqual({
      report: {
        inputs: {
          a: { step: 'prepare', output: 'out_dir' },
          b: { step: 'train', output: 'model' }
        },
        outputs: []
      },
      train: { inputs: { data: { step: 'prepare', output: 'out_dir' } }, outputs: ['model'] },
      prepare: { inputs: {}, outputs: ['out_dir'] }
    });
  });

  it.each<[string, PipelineSteps, RegExp]>([
    ['nothing', {}, /no step/],
    ['a name for people', { 'My step': prepare }, /cannot be named 'My step'/],
    [
      'a port in another alphabet',
      { a: { path: 'a.ipynb', outputs: ['größe'] } },
      /'größe' of the step 'a' cannot be connected/
    ],
    [
      'an argument with a hyphen',
      { a: { path: 'a.py', outputs: ['out-dir'] } },
      /'out-dir' of the step 'a' .* or the argument of the script; write an underscore for a hyphen\.$/
    ],
    [
      'a value and an output in one',
      { a: { path: 'a.ipynb', outputs: ['out'], parameters: { out: 'x' } } },
      /'out' of the step 'a' has more than one/
    ],
    [
      'an output twice',
      { a: { path: 'a.ipynb', outputs: ['out', 'out'] } },
      /'out' of the step 'a' has more than one/
    ],
    [
      'an output that nobody writes',
      { prepare, a: { path: 'a.ipynb', inputs: { data: 'prepare.other' } } },
      /is 'prepare.other', which no other step writes\. .* are: prepare\.out_dir\./
    ],
    [
      'an output without its step',
      { a: { path: 'a.ipynb', inputs: { data: 'out_dir' } } },
      /No other step has an output/
    ],
    [
      'a name of every object',
      { a: { path: 'a.ipynb', inputs: { data: 'constructor.name' } } },
      /which no other step writes/
    ],
    [
      'a step that waits for itself',
      { a: { path: 'a.ipynb', inputs: { x: 'a.y' }, outputs: ['y'] } },
      /The steps a wait for one another/
    ],
    [
      'a circle',
      {
        prepare,
        a: { path: 'a.ipynb', inputs: { x: 'b.y', d: 'prepare.out_dir' }, outputs: ['y'] },
        b: { path: 'b.ipynb', inputs: { x: 'a.y' }, outputs: ['y'] }
      },
      /The steps a, b wait for one another/
    ]
  ])('refuses %s', (_what, steps, message) => {
    expect(() => planWiring(steps)).toThrow(
      expect.objectContaining({ code: 'PipelineInvalid', message: expect.stringMatching(message) })
    );
  });
});
