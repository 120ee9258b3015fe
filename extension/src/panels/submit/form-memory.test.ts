import { beforeEach, describe, expect, it } from 'vitest';
import { FormMemory } from './form-memory.js';
import { NO_OPTIONS } from './job-options.js';

describe('the values typed into the form of a notebook', () => {
  let stored: Map<string, string>;
  const page = () =>
    new FormMemory(
      {
        getItem: key => stored.get(key) ?? null,
        setItem: (key, text) => void stored.set(key, text)
      },
      'forms'
    );
  beforeEach(() => {
    stored = new Map();
  });

  it('survive a reload of the page', () => {
    const options = {
      ...NO_OPTIONS,
      timeLimit: '1h',
      tags: [{ name: '__proto__', value: 'x' }]
    };
    const parameters = new Map([['digits', '3']]);
    const sweep = {
      texts: new Map([['rate', '1..3']]),
      metric: 'loss',
      goal: 'Maximize' as const,
      concurrent: '2'
    };
    page().change('a.ipynb', { parameters, options, compute: 'gpu', sweep });
    expect(page().get('a.ipynb')).toEqual({
      parameters,
      options,
      compute: 'gpu',
      experiment: null,
      sweep
    });
    expect(page().get('b.ipynb').options).toEqual(NO_OPTIONS);
  });

  it('stay with a notebook that gets another name', () => {
    const memory = page();
    memory.change('a.ipynb', { experiment: 'e' });
    memory.rename('a.ipynb', 'b.ipynb');
    expect(memory.get('b.ipynb').experiment).toBe('e');
    expect(page().get('b.ipynb').experiment).toBe('e');
    expect(page().get('a.ipynb').experiment).toBeNull();
  });

  it('do not undo those of another tab', () => {
    const [one, other] = [page(), page()];
    one.change('a.ipynb', { experiment: 'one' });
    other.change('b.ipynb', { experiment: 'other' });
    expect(page().get('a.ipynb').experiment).toBe('one');
    expect(page().get('b.ipynb').experiment).toBe('other');
  });

  it('include no secret of a variable', () => {
    const variables = [
      { name: 'HF_TOKEN', value: 'hush' },
      { name: 'MODE', value: 'fast' }
    ];
    const memory = page();
    memory.change('a.ipynb', { options: { ...NO_OPTIONS, variables } });
    expect(memory.get('a.ipynb').options.variables).toEqual(variables);
    expect(stored.get('forms')).not.toContain('hush');
    expect(page().get('a.ipynb').options.variables).toEqual([variables[1]]);
  });

  it.each([
    '{',
    '{}',
    'null',
    '[1]',
    '[[]]',
    '[["a.ipynb",{"options":{"tags":1}}]]',
    '[["a.ipynb",{"sweep":{"texts":1}}]]'
  ])('are empty where the storage has %j', text => {
    stored.set('forms', text);
    expect(page().get('a.ipynb').options).toEqual(NO_OPTIONS);
  });

  it('are forgotten for the notebooks used longest ago', () => {
    for (let n = 0; n < 150; n += 1) page().change(`${n}.ipynb`, { experiment: 'e' });
    expect(page().get('0.ipynb').experiment).toBeNull();
    expect(page().get('149.ipynb').experiment).toBe('e');
  });
});
