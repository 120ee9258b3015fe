import { describe, expect, it, vi } from 'vitest';
import { get, jobs, made, post, useBridge } from './bridge.test-support.js';
import { Connection } from './connection.js';
import { ExperimentNames } from './experiment-names.js';
import { JobFeed } from './job-feed.js';
import { watchJob } from './watched-job.js';

useBridge();

describe('the requests to the workspace', () => {
  it('are three for a finished job that a tab shows, and one for its log', async () => {
    jobs[0] = { name: 'one', status: 'Completed' };
    await watchJob({
      connection: new Connection(() => Promise.resolve(made.workspace)),
      experiments: new ExperimentNames(),
      job: 'one',
      logFrom: 0,
      send: () => undefined,
      signal: new AbortController().signal
    });
    expect(made.asked.sort()).toEqual(['details one', 'get one', 'get one', 'run one']);
  });

  it('list the files of a job once, also to open its notebook', async () => {
    jobs[0] = { name: 'one', status: 'Completed', files: ['outputs/n.ipynb', 'deep/er/x'] };
    await get('/api/runs/one/files');
    expect(made.asked).toEqual(['run one', 'files one']);
    made.asked.length = 0;
    const response = await post('/api/runs/one/open', {});
    expect(response.json()).toEqual({ path: 'carry-runs/one/n (run one).ipynb' });
    expect(made.asked).toEqual(['run one', 'files one', 'get one', 'download outputs/n.ipynb']);
  });

  it('list nothing to open a file that the page has listed', async () => {
    await post('/api/runs/one/open', { path: 'deep/er/x' });
    expect(made.asked).toEqual(['run one', 'download deep/er/x']);
  });

  it('are one for the jobs, two for each unfinished one, and one for the newest runs', async () => {
    jobs.push({ name: 'two', status: 'Queued' }, { name: 'old', status: 'Completed' });
    const connection = new Connection(() => Promise.resolve(made.workspace));
    const feed = new JobFeed(connection, new ExperimentNames(), 60_000);
    let unsubscribe: () => void = () => undefined;
    await new Promise<void>(resolve => {
      unsubscribe = feed.subscribe(() => resolve());
    });
    made.asked.length = 0;
    await vi.waitFor(() => {
      feed.poke();
      expect(made.asked).toContain('run two');
    });
    unsubscribe();
    expect(made.asked.sort()).toEqual([
      'details one',
      'details two',
      'list',
      'run one',
      'run two',
      'search {"orderBy":["attributes.start_time DESC"],"limit":20}'
    ]);
  });

  it('are three a poll for the job that a tab shows, and a history only when it has a new value', async () => {
    const seen: string[] = [];
    const watching = new AbortController();
    const connection = new Connection(() => Promise.resolve(made.workspace));
    void watchJob({
      connection,
      experiments: new ExperimentNames(),
      job: 'one',
      logFrom: 0,
      send: ({ type }) => seen.push(type),
      signal: watching.signal,
      intervalMs: 20
    });
    await vi.waitFor(() => {
      expect(made.asked.filter(request => request === 'details one').length).toBeGreaterThan(4);
    });
    watching.abort();
    const count = (request: string) => made.asked.filter(one => one === request).length;
    const polls = count('details one');
    expect(count('run one')).toBe(polls);
    // Following the log reads the job once.
    expect(count('get one')).toBe(polls + 1);
    expect(count('history loss')).toBe(1);
    expect(made.asked).toHaveLength(3 * polls + 2);
    expect(seen.filter(type => type === 'metrics')).toHaveLength(1);
  });
});
