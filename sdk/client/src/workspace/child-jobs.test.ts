import { afterEach, expect, it } from 'vitest';
import { ArmWorkspace, Connection } from '../arm/client/index.js';
import {
  fakeService,
  type FakeService,
  type Reply
} from '../arm/client/fake-service.test-support.js';
import { childJobs } from './child-jobs.js';

let service: FakeService;
afterEach(() => service.close());

/** Lists the children of the job `all steps` of a workspace that gives these pages of them. */
async function children(...pages: object[][]) {
  service = await fakeService(({ path, query }, url): Reply => {
    if (!path.endsWith('/runs/all steps/children')) return { body: { properties: {} } };
    const page = Number(query.page ?? 0);
    const nextLink = page + 1 < pages.length ? `${url}${path}?page=${page + 1}` : null;
    return { body: { value: pages[page], nextLink } };
  });
  const connection = new Connection({ endpoint: service.url, retryDelayMs: 1 });
  const id = { subscription: 's', resourceGroup: 'g', workspace: 'w' };
  return childJobs(new ArmWorkspace(connection, id), 'all steps', {}).all();
}

it('lists the children of all pages, from the run history of the workspace', async () => {
  const run = { runId: 'j2', displayName: 'train', status: 'Running' };
  const startTimeUtc = '2026-05-01T09:30:00Z';
  expect(await children([{ ...run, startTimeUtc, endTimeUtc: null }], [{ runId: 'j3' }])).toEqual([
    { name: 'j2', displayName: 'train', status: 'Running', startedAt: new Date(startTimeUtc) },
    { name: 'j3', displayName: 'j3', status: 'Unknown' }
  ]);
  expect(service.seen.at(-1)?.path).toBe(
    '/history/v1.0/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w/runs/all steps/children'
  );
});

it('lists nothing for a job without children', async () => {
  expect(await children([])).toEqual([]);
});
