import { beforeEach, describe, expect, it } from 'vitest';
import type { NotebookInfo } from '@carry-ml/bridge';
import { digits, info, when } from './screen.test-support.js';
import { NO_SWEEP, SweepForm } from './sweep-form.js';

let entry = NO_SWEEP;
let metrics: NotebookInfo['metrics'] = [];
const form = new SweepForm(
  () => ({ ...info('a.ipynb'), metrics }),
  () => entry,
  changed => (entry = changed)
);

beforeEach(() => {
  entry = NO_SWEEP;
  metrics = [];
});

describe('the sweep of the form', () => {
  it('is none while no parameter is varied', () => {
    form.set({ metric: 'loss', concurrent: 'x' });
    expect(form).toMatchObject({ runs: 1, fits: true, varied: [] });
    expect(form.requested()).toBeUndefined();
  });

  it('starts with the value of the parameter, and counts the combinations', () => {
    form.start(digits);
    expect(form.text(digits)).toBe('3');
    form.type(digits, '1..4');
    form.start(when, 'x');
    form.type(when, 'x\ny\n1');
    expect(form.runs).toBe(12);
    expect(form.requested()).toMatchObject({
      values: { digits: [1, 2, 3, 4], when: ['x', 'y', 1] }
    });
    form.stop(digits);
    expect(form.runs).toBe(3);
  });

  it('does not fit while its values do not, or there are too many runs', () => {
    form.type(digits, '1, x');
    expect(form).toMatchObject({ runs: null, fits: false, problem: null });
    form.type(digits, '1..40');
    form.type(when, Array.from({ length: 40 }, (_, i) => i).join('\n'));
    expect(form).toMatchObject({ runs: 1600, fits: false, problem: 'many' });
  });

  it('compares by the metric that the cells log, in its usual direction, until another is chosen', () => {
    form.type(digits, '1, 2');
    expect(form.requested()).toMatchObject({ metric: undefined, goal: undefined });
    metrics = [
      { name: 'acc', goal: 'Maximize' },
      { name: 'loss', goal: 'Minimize' }
    ];
    expect(form.requested()).toMatchObject({ metric: 'acc', goal: 'Maximize' });
    form.set({ metric: 'loss' });
    expect(form.requested()).toMatchObject({ metric: 'loss', goal: 'Minimize' });
    form.set({ goal: 'Maximize', concurrent: ' 2 ' });
    expect(form.requested()).toMatchObject({ goal: 'Maximize', maxConcurrentTrials: 2 });
  });

  it('runs a whole number of runs at a time', () => {
    form.type(digits, '1, 2');
    for (const concurrent of ['0', '1.5', 'x', '1001', '-1', '1e9']) {
      form.set({ concurrent });
      expect(form).toMatchObject({ problem: 'concurrent', fits: false });
    }
  });

  it('leaves out a parameter that the cells do not have any more', () => {
    form.type({ ...digits, name: 'gone' }, 'x');
    expect(form).toMatchObject({ runs: 1, fits: true });
  });
});
