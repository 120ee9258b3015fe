import { beforeEach, describe, expect, it } from 'vitest';
import { JobEnds } from '../jobs/job-ends.js';
import { JobStore, type StoredJob } from '../store/job-store.js';
import { Submissions, type SubmissionDeps } from '../submissions/submissions.js';
import { jobRoutes } from './jobs.js';
import { TestWorkspace } from './resources.test-support.js';

const job: StoredJob = {
  name: 'train',
  properties: { jobType: 'Command' },
  status: 'Running',
  compute: 'cpu',
  experiment: 'e',
  createdBy: 'ada',
  createdAt: 1,
  mark: 'm'
};

describe('POST /jobs/{name}/cancel', () => {
  let workspace: TestWorkspace;
  let jobs: JobStore;
  let ends: JobEnds;
  let requested: string[];

  beforeEach(() => {
    workspace = new TestWorkspace();
    jobs = new JobStore(workspace.db);
    jobs.insert(job);
    ends = new JobEnds();
    requested = [];
    const families = { cancel: () => false };
    const runner = {
      cancel: (name: string) => {
        requested.push(name);
        jobs.move(name, 'CancelRequested');
      }
    };
    const deps = { jobs, families, runner, ends } as unknown as SubmissionDeps;
    jobRoutes(workspace.app, workspace.context, new Submissions(deps));
  });

  const end = () => {
    jobs.move('train', 'Canceled', { endedAt: 2 });
    ends.announce('train');
  };

  it('responds with 200 as soon as the job has ended', async () => {
    const response = workspace.call('POST', '/jobs/train/cancel');
    await expect.poll(() => requested).toEqual(['train']);
    const endedAt = performance.now();
    end();
    expect((await response).status).toBe(200);
    expect(performance.now() - endedAt).toBeLessThan(1000);
  });

  it('responds with 202 and a location to poll while the job is still ending', async () => {
    const response = await workspace.app.inject({ method: 'POST', url: '/jobs/train/cancel' });
    expect([response.statusCode, response.headers.location]).toEqual([
      202,
      expect.stringContaining('/jobs/train/cancellation?api-version=')
    ]);
    end();
    expect((await workspace.call('GET', '/jobs/train/cancellation')).status).toBe(200);
  });

  it('responds with 200 at once for an ended job, and with 404 for an unknown one', async () => {
    end();
    expect((await workspace.call('POST', '/jobs/train/cancel')).status).toBe(200);
    expect((await workspace.call('POST', '/jobs/gone/cancel')).status).toBe(404);
    expect(requested).toEqual([]);
  });
});
