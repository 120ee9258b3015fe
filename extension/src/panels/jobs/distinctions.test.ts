import { describe, expect, it } from 'vitest';
import type { FoundRun } from '@carry-ml/bridge';
import { distinctions } from './distinctions.js';

const run = (
  name: string,
  parameters: Record<string, string>,
  { metrics = [], notebook = 'a.ipynb' }: { metrics?: string[]; notebook?: string | null } = {}
) =>
  ({
    name,
    experiment: 'e',
    notebook,
    parameters: Object.entries(parameters).map(([key, value]) => ({ name: key, value })),
    metrics: metrics.map(key => ({ key, value: 1 }))
  }) as FoundRun;

const of = (name: string, ...runs: FoundRun[]) => distinctions(runs).get(name);

describe('what tells runs apart', () => {
  it('is the parameters that differ, in their order', () => {
    const runs = [run('1', { z: '1', same: 'x', a: '1' }), run('2', { z: '2', same: 'x', a: '3' })];
    expect(of('1', ...runs)).toEqual({ parameters: ['z', 'a'], metric: null });
    expect(of('2', ...runs)).toEqual({ parameters: ['z', 'a'], metric: null });
  });

  it('is nothing for a single run, or for runs of which one has logged nothing yet', () => {
    expect(of('1', run('1', { n: '1' }))?.parameters).toEqual([]);
    expect(of('1', run('1', { n: '1' }), run('2', {}))?.parameters).toEqual([]);
  });

  it('is found among the runs of the same notebook, and of the same experiment without one', () => {
    const other = run('2', { n: '2' }, { notebook: 'b.ipynb' });
    expect(of('1', run('1', { n: '1' }), other)?.parameters).toEqual([]);
    const byHand = { notebook: null };
    expect(of('1', run('1', { n: '1' }, byHand), run('2', { n: '2' }, byHand))?.parameters).toEqual(
      ['n']
    );
  });

  it('includes the metric that the most runs have', () => {
    const runs = [
      run('1', {}, { metrics: ['epoch', 'loss', 'val_loss', 'system/cpu'] }),
      run('2', {}, { metrics: ['epoch', 'loss', 'val_loss', 'system/cpu'] }),
      run('3', {}, { metrics: ['loss', 'rare_accuracy', 'system/cpu'] })
    ];
    expect(of('1', ...runs)?.metric).toBe('loss');
    expect(of('1', ...runs.slice(0, 2))?.metric).toBe('val_loss');
    expect(of('1', run('1', {}, { metrics: ['system/cpu'] }))?.metric).toBeNull();
  });

  it('takes names like those of objects for names', () => {
    const runs = [
      run('1', { __proto__x: '1', constructor: 'a' }),
      run('2', { __proto__x: '1', constructor: 'b' })
    ];
    expect(of('1', ...runs)?.parameters).toEqual(['constructor']);
  });
});
