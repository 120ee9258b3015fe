import LibsqlDatabase, { type Database } from 'libsql';
import { beforeEach, describe, expect, it } from 'vitest';
import { JobStore, type StoredJob } from './job-store.js';
import { job } from './job-store.test-support.js';
import { inTransaction } from './transaction.js';

describe('a job in the cache', () => {
  let db: Database;
  let jobs: JobStore;
  beforeEach(() => {
    db = new LibsqlDatabase(':memory:');
    jobs = new JobStore(db);
    jobs.insert(job('a', { status: 'NotStarted' }));
    jobs.get('a');
  });

  it('is read from the database only once', () => {
    db.exec("UPDATE jobs SET experiment = 'behind the back'");
    expect(jobs.get('a')?.experiment).toBe('Default');
  });

  it.each<[string, () => unknown, Partial<StoredJob> | undefined]>([
    ['begins', () => jobs.begin('a', 5), { startedAt: 5 }],
    ['moves', () => jobs.move('a', 'Canceled', { endedAt: 7 }), { status: 'Canceled', endedAt: 7 }],
    [
      'is changed',
      () => jobs.update('a', { jobType: 'Command', displayName: 'b' }),
      { properties: { jobType: 'Command', displayName: 'b' } }
    ],
    [
      'is noted of',
      () => jobs.addProperties('a', { x: 'y' }),
      { properties: { jobType: 'Command', properties: { x: 'y' } } }
    ],
    ['is completed', () => jobs.complete('a', 3, {}), { status: 'Completed', startedAt: 3 }]
  ])('shows that it %s', (_, act, facts) => {
    act();
    expect(jobs.get('a')).toMatchObject(facts as object);
  });

  it('is removed when it is deleted, and its name may be used again', () => {
    jobs.delete('a');
    expect(jobs.get('a')).toBeUndefined();
    jobs.insert(job('a', { compute: 'gpu' }));
    expect(jobs.get('a')?.compute).toBe('gpu');
  });

  it('shows no changes that were rolled back', () => {
    const work = () => {
      jobs.begin('a', 5);
      expect(jobs.get('a')?.startedAt).toBe(5);
      throw new Error('no');
    };
    expect(() => {
      inTransaction(db, work);
    }).toThrow('no');
    expect(jobs.get('a')?.startedAt).toBeUndefined();
  });

  it('is a new object for each reader, so that no reader sees the changes of another', () => {
    const first = jobs.get('a') as StoredJob;
    first.properties.displayName = 'mine';
    expect(jobs.get('a')?.properties).toEqual({ jobType: 'Command' });
  });
});

describe('the name of a job', () => {
  it('finds the job in whatever case it is written, and the exact name first', () => {
    const jobs = new JobStore(new LibsqlDatabase(':memory:'));
    jobs.insert(job('myjob', {}));
    expect(jobs.find('MyJob')?.name).toBe('myjob');
    expect(jobs.find('myjob')?.name).toBe('myjob');
    expect(jobs.find('other')).toBeUndefined();
    jobs.insert(job('MyJob', {}));
    expect(jobs.find('MyJob')?.name).toBe('MyJob');
  });
});
