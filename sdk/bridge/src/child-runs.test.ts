import { expect, it } from 'vitest';
import { readChildren } from './child-runs.js';
import { fakeWorkspace } from './fake-workspace.test-support.js';

const sweep = {
  jobType: 'Sweep' as const,
  objective: { primaryMetric: 'acc', goal: 'Maximize' }
};

const childrenOf = async (...jobs: Parameters<typeof fakeWorkspace>[0]) => {
  const { workspace } = fakeWorkspace(jobs);
  return readChildren(workspace, await workspace.jobs.get('s'));
};

it('describes the trials of a sweep by their values and its metric', async () => {
  const children = await childrenOf(
    { name: 's', status: 'Running', sweep, best: 's_1' },
    { name: 's_0', parent: 's', status: 'Queued', hyperparameters: { lr: 0.1, net: 'a%20b' } },
    { name: 's_1', parent: 's', status: 'Completed', metrics: { acc: [0.5, 0.75] } },
    { name: 'other', parent: 'x', status: 'Completed' }
  );
  expect(children).toMatchObject({ metric: 'acc', isHighBest: true });
  expect(children?.runs).toMatchObject([
    {
      ...{ name: 's_0', status: 'Queued', metric: null, isBest: false },
      values: [
        { name: 'lr', value: '0.1' },
        { name: 'net', value: 'a b' }
      ]
    },
    { name: 's_1', status: 'Completed', metric: 0.75, isBest: true, values: [] }
  ]);
});

it('reads the children with one request', async () => {
  const { workspace, asked } = fakeWorkspace([{ name: 's', status: 'Running', sweep }]);
  await readChildren(workspace, await workspace.jobs.get('s'));
  expect(asked.filter(one => one.startsWith('search'))).toEqual([
    expect.stringContaining('"limit":1000,"pageSize":1000')
  ]);
});

it('are none of a job with a single run', async () => {
  expect(await childrenOf({ name: 's', status: 'Running' })).toBeNull();
});
