import { describe, expect, it } from 'vitest';
import type { JobBase } from 'carry-ml/arm';
import type { StoredJob } from '../store/job-store.js';
import { refuseOtherJob } from './same-job.js';

const had = {
  jobType: 'Command',
  command: 'run',
  environmentId: 'azureml:e:1',
  codeId: '/subscriptions/s/x/codes/c/versions/1'
};
const put = (given: Partial<JobBase>) => () => {
  refuseOtherJob({ name: 'job', properties: had } as unknown as StoredJob, given as JobBase);
};

describe('a job that is submitted again', () => {
  it.each([
    { ...had, tags: { new: 'tag' } },
    { isArchived: true },
    { environmentId: 'azureml:e@latest' },
    { environmentId: '/subscriptions/s/x/environments/e/versions/1' },
    { codeId: 'azureml:c:1' },
    { command: null }
  ])('may be the same job: %j', given => {
    expect(put(given as Partial<JobBase>)).not.toThrow();
  });

  it.each([
    [{ jobType: 'Sweep' }, 'jobType'],
    [{ command: 'walk' }, 'command'],
    [{ environmentId: 'azureml:e:2' }, 'environmentId'],
    [{ codeId: 'azureml:d:1' }, 'codeId'],
    [{ jobs: { a: {} } }, 'jobs']
  ])('may not be another job: %j', (given, field) => {
    expect(put(given)).toThrow(`The job 'job' exists and its ${field} cannot change.`);
  });
});
