import { describe, expect, it, vi } from 'vitest';
import type { EventMessage, JobSummary } from './api.js';
import { jobs, made, useBridge } from './bridge.test-support.js';
import { Connection } from './connection.js';
import { ExperimentNames } from './experiment-names.js';
import type { FakeJob } from './fake-workspace.test-support.js';
import { JobFeed } from './job-feed.js';

const notebook = 'n.ipynb';
const earlier = (name: string, seconds: string): FakeJob => ({
  name,
  status: 'Completed',
  notebook,
  tags: { 'carry.cells.seconds': seconds }
});

useBridge(() => [
  {
    name: 'one',
    status: 'Running',
    notebook,
    cell: 2,
    tags: { 'carry.cell.since': String(Date.parse('2026-01-01T00:00:00Z')) }
  },
  earlier('old', '1,60,4')
]);

/** Follows the feed during a test; returns the newest summary of a job. */
async function follow(test: (read: () => JobSummary | undefined) => Promise<void>): Promise<void> {
  const connection = new Connection(() => Promise.resolve(made.workspace));
  const feed = new JobFeed(connection, new ExperimentNames(), 10);
  let latest: JobSummary[] = [];
  const unsubscribe = feed.subscribe((message: EventMessage) => {
    if (message.type === 'jobs') latest = message.jobs;
  });
  await test(() => latest.find(({ name }) => name === 'one'));
  unsubscribe();
}

describe('the feed of jobs', () => {
  it('tells when a notebook job ends, as far as earlier runs of its notebook tell', async () => {
    await follow(async read => {
      await vi.waitFor(() => {
        expect(read()?.progress).toMatchObject({
          cell: 2,
          estimate: { endsAt: '2026-01-01T00:01:04.000Z', runs: 1 }
        });
      });
    });
  });

  it('counts a run that has just ended, and asks for the runs only then', async () => {
    await follow(async read => {
      const searches = () => made.asked.filter(one => one.includes('carry.notebook')).length;
      // Once at first, and once after the end of the old run became known.
      await vi.waitFor(() => {
        expect([read()?.progress?.estimate?.runs, searches()]).toEqual([1, 2]);
      });
      jobs.push(earlier('new', '1,30,4'));
      await vi.waitFor(() => {
        expect(read()?.progress?.estimate?.runs).toBe(2);
      });
      expect(searches()).toBe(3);
    });
  });

  it('counts no run of a sweep, none that is archived and none of a notebook with a similar name', async () => {
    const others = [
      { ...earlier('trial', '1,30,4'), parent: 'sweep' },
      { ...earlier('similar', '1,30,4'), notebook: 'n_ipynb' },
      {
        ...earlier('gone', '1,30,4'),
        tags: { 'carry.cells.seconds': '1,30,4', 'carry.archived': 'true' }
      }
    ];
    jobs.splice(1, Infinity, ...others);
    await follow(async read => {
      await vi.waitFor(() => {
        expect(read()?.progress).toMatchObject({ cell: 2 });
      });
      expect(read()?.progress?.estimate).toBeUndefined();
    });
  });

  it('tells of the jobs if the earlier runs cannot be read', async () => {
    const { runs } = made.workspace;
    const search = runs.search.bind(runs);
    vi.spyOn(runs, 'search').mockImplementation(options => {
      if (options?.filter?.includes('carry.notebook')) throw new Error('The search is down.');
      return search(options);
    });
    await follow(async read => {
      await vi.waitFor(() => {
        expect(read()?.progress).toMatchObject({ cell: 2 });
      });
      expect(read()?.progress?.estimate).toBeUndefined();
    });
  });

  it('tells nothing without an earlier run', async () => {
    jobs.length = 1;
    await follow(async read => {
      await vi.waitFor(() => {
        expect(read()?.progress).toMatchObject({ cell: 2 });
      });
      expect(read()?.progress?.estimate).toBeUndefined();
    });
  });
});
