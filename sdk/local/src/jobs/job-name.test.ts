import { describe, expect, it } from 'vitest';
import { JobStore, type StoredJob } from '../store/job-store.js';
import LibsqlDatabase from 'libsql';
import { refuseNameInOtherCase, requireFolderName } from './job-name.js';

const job = (name: string, jobType = 'Command'): StoredJob => ({
  name,
  properties: { jobType },
  status: 'Queued',
  compute: 'cpu',
  experiment: 'e',
  createdBy: 'ada',
  createdAt: 0,
  mark: name
});

describe('the name of a job', () => {
  it.each([
    ['Command', 250],
    ['Sweep', 233]
  ])('of type %s has at most %i characters', (jobType, longest) => {
    requireFolderName(job('x'.repeat(longest), jobType));
    expect(() => {
      requireFolderName(job('x'.repeat(longest + 1), jobType));
    }).toThrow(/Give it a shorter name/);
  });

  it('differs from all others in more than case, on a case-insensitive file system', () => {
    const jobs = new JobStore(new LibsqlDatabase(':memory:'));
    jobs.insert(job('Train'));
    expect(jobs.nameInOtherCase('Train')).toBeUndefined();
    expect(jobs.nameInOtherCase('trail')).toBeUndefined();
    expect(() => {
      refuseNameInOtherCase('tRAIN', jobs.nameInOtherCase('tRAIN'));
    }).toThrow("There is a job 'Train'");
  });
});
