import { describe, expect, it } from 'vitest';
import { ExperimentNames } from './experiment-names.js';
import { fakeWorkspace, type FakeJob } from './fake-workspace.test-support.js';
import { countRuns } from './run-groups.js';

const id = (n: number): string => n.toString(16).padStart(32, '0');
const count = (jobs: FakeJob[], by: 'notebook' | 'experiment') =>
  countRuns(fakeWorkspace(jobs).workspace, { by }, new ExperimentNames());

const runs: FakeJob[] = [
  { name: 'one', status: 'Running', notebook: 'b.ipynb' },
  ...Array.from({ length: 250 }, (_, n) => ({
    name: id(n),
    status: 'Completed',
    interactive: true
  })),
  { name: 'two', status: 'Completed', notebook: 'a.ipynb' },
  { name: 'three', status: 'Failed', notebook: 'b.ipynb' },
  { name: 'child', status: 'Completed', notebook: 'a.ipynb', parent: 'two' }
];

describe('the count of runs', () => {
  it('is that of all runs by notebook, the group of the newest run first', async () => {
    expect(await count(runs, 'notebook')).toEqual({
      groups: [
        { key: 'b.ipynb', count: 2, unfinished: 1 },
        { key: '', count: 250, unfinished: 0 },
        { key: 'a.ipynb', count: 1, unfinished: 0 }
      ],
      isComplete: true
    });
  });

  it('is that of all runs by experiment', async () => {
    expect((await count(runs, 'experiment')).groups).toEqual([
      { key: 'e', count: 253, unfinished: 1 }
    ]);
  });

  it('says when there are more runs than it has counted', async () => {
    const many = Array.from({ length: 5001 }, (_, n) => ({ name: id(n), status: 'Completed' }));
    expect(await count(many, 'experiment')).toMatchObject({ isComplete: false });
  });
});
