import LibsqlDatabase, { type Database } from 'libsql';
import { beforeEach, describe, expect, it } from 'vitest';
import { pageOfJobs, SCHEDULE_PROPERTY, type JobFilter } from './job-filter.js';
import { JobStore, type StoredJob } from './jobs.js';

const job = (name: string, more: Partial<StoredJob> = {}): StoredJob => ({
  name,
  properties: { jobType: 'Command' },
  status: 'Completed',
  compute: 'cpu',
  experiment: 'Default',
  createdBy: 'ada',
  createdAt: 0,
  mark: name,
  ...more
});

describe('a page of a long list of jobs', () => {
  let db: Database;
  let jobs: JobStore;
  beforeEach(() => {
    db = new LibsqlDatabase(':memory:');
    jobs = new JobStore(db);
  });

  const filters: [string, JobFilter][] = [
    ['all', { view: 'All' }],
    ['active', { view: 'ActiveOnly' }],
    ['archived', { view: 'ArchivedOnly' }],
    ['of a type', { view: 'ActiveOnly', jobType: 'sweep' }],
    ['with a tag', { view: 'ActiveOnly', tag: 'team' }],
    ['with a property', { view: 'All', properties: [{ name: 'team', value: 'a' }] }],
    ['of a schedule', { view: 'ActiveOnly', schedule: 'nightly' }],
    ['of any schedule', { view: 'ActiveOnly', scheduled: true }]
  ];

  it.each(filters)('begins at its first row by an index: %s', (_, filter) => {
    const { sql, values } = pageOfJobs({ ...filter, skip: 0, before: 50, top: 10 });
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[];
    expect(plan.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^SEARCH jobs USING INDEX jobs_by_\w+ \(.*seq<\?\)$/)
    ]);
  });

  it.each(filters)('leads to the next without loss or repetition: %s', (_, filter) => {
    for (let i = 0; i < 60; i++)
      jobs.insert(
        job(`j${i}`, {
          properties: {
            jobType: i % 2 ? 'Sweep' : 'Command',
            isArchived: i % 3 === 0,
            tags: i % 4 ? { team: 'x' } : {},
            properties: {
              ...(i % 5 ? { team: 'a' } : {}),
              ...(i % 7 ? { [SCHEDULE_PROPERTY]: 'nightly' } : {})
            }
          },
          parent: i % 11 === 0 ? { job: 'j1', step: 's' } : undefined
        })
      );
    const whole = jobs.list({ ...filter, skip: 0, top: 100 }).map(({ name }) => name);
    const walked: string[] = [];
    for (let before: number | undefined; ;) {
      const page = jobs.list({ ...filter, skip: 0, before, top: 7 });
      if (page.length === 0) break;
      walked.push(...page.map(({ name }) => name));
      before = page.at(-1)?.row;
    }
    expect(walked.length).toBeGreaterThan(10);
    expect(walked).toEqual(whole);
  });
});

describe('the jobs of an earlier version', () => {
  it('keep their parents', () => {
    const db = new LibsqlDatabase(':memory:');
    db.exec(`CREATE TABLE jobs (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, properties TEXT NOT NULL, status TEXT NOT NULL,
      compute TEXT NOT NULL, experiment TEXT NOT NULL, is_archived INTEGER NOT NULL, created_by TEXT NOT NULL,
      created_at INTEGER NOT NULL, started_at INTEGER, ended_at INTEGER, error TEXT, mark TEXT NOT NULL);
      CREATE TABLE job_children (job TEXT PRIMARY KEY, parent TEXT NOT NULL, step TEXT NOT NULL);
      INSERT INTO jobs (name, properties, status, compute, experiment, is_archived, created_by, created_at, mark)
        VALUES ('p', '{"jobType":"Pipeline"}', 'Completed', '', 'e', 0, 'ada', 0, 'p'), ('c', '{"jobType":"Command"}', 'Completed', 'cpu', 'e', 0, 'ada', 0, 'c');
      INSERT INTO job_children VALUES ('c', 'p', 'train')`);
    const jobs = new JobStore(db);
    expect(jobs.get('c')?.parent).toEqual({ job: 'p', step: 'train' });
    expect(jobs.list({ view: 'All', skip: 0, top: 9 }).map(({ name }) => name)).toEqual(['p']);
  });
});
