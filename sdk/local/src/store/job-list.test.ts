import LibsqlDatabase, { type Database } from 'libsql';
import { beforeEach, describe, expect, it } from 'vitest';
import { pageOfJobs, SCHEDULE_PROPERTY, type JobFilter } from './job-filter.js';
import { JobStore } from './job-store.js';
import { job } from './job-store.test-support.js';

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
    ['with a property of any value', { view: 'ActiveOnly', properties: [{ name: 'team' }] }],
    ['that put out an asset', { view: 'ActiveOnly', assetName: 'table' }],
    ['of a schedule', { view: 'ActiveOnly', schedule: 'nightly' }],
    ['of any schedule', { view: 'ActiveOnly', scheduled: true }]
  ];

  it.each(filters)('starts at its first row by an index: %s', (_, filter) => {
    const { sql, values } = pageOfJobs({ ...filter, skip: 0, before: 50, top: 10 });
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[];
    const [first, ...then] = plan.map(({ detail }) => detail);
    expect(first).toMatch(/^SEARCH (jobs|l0) USING .*(INDEX|KEY).* \(.*seq<\?\)$/);
    // Those with labels are found by these, one by one.
    const byRow = 'SEARCH jobs USING INTEGER PRIMARY KEY (rowid=?)';
    expect(then).toEqual(first?.startsWith('SEARCH l0') ? [byRow] : []);
  });

  it.each(filters)('leads to the next without loss or repetition: %s', (_, filter) => {
    for (let i = 0; i < 60; i++)
      jobs.insert(
        job(`j${i}`, {
          properties: {
            jobType: i % 2 ? 'Sweep' : 'Command',
            isArchived: i % 3 === 0,
            tags: i % 4 ? { team: 'x' } : {},
            outputs: {
              out: { jobOutputType: 'uri_file', ...(i % 4 ? { assetName: 'table' } : {}) }
            },
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

describe('a list of jobs by a label', () => {
  const named = (jobs: JobStore, filter: Omit<JobFilter, 'view'>) =>
    jobs.list({ view: 'All', skip: 0, top: 9, ...filter }).map(({ name }) => name);
  let jobs: JobStore;
  beforeEach(() => {
    jobs = new JobStore(new LibsqlDatabase(':memory:'));
  });
  const labelled = (tags: Record<string, string>, properties: Record<string, string> = {}) => ({
    properties: { jobType: 'Command', tags, properties }
  });

  it('follows changes of the labels', () => {
    jobs.insert(job('a', labelled({ old: '1' })));
    jobs.update('a', labelled({ new: '1' }).properties);
    jobs.addProperties('a', { best: 'yes' });
    expect(named(jobs, { tag: 'old' })).toEqual([]);
    expect(named(jobs, { tag: 'new' })).toEqual(['a']);
    expect(named(jobs, { properties: [{ name: 'best', value: 'yes' }] })).toEqual(['a']);
    jobs.delete('a');
    jobs.insert(job('b'));
    expect(named(jobs, { tag: 'new' })).toEqual([]);
  });

  it('shows the jobs that have every requested label', () => {
    jobs.insert(job('a', labelled({ team: 'x' }, { round: '1', place: 'p' })));
    jobs.insert(job('b', labelled({ team: 'x' }, { round: '2' })));
    jobs.insert(job('c', labelled({}, { round: '2', place: 'p' })));
    const round2 = { name: 'round', value: '2' };
    expect(named(jobs, { tag: 'team', properties: [round2] })).toEqual(['b']);
    expect(named(jobs, { properties: [{ name: 'place' }, round2] })).toEqual(['c']);
    expect(named(jobs, { properties: [{ name: 'round' }] })).toEqual(['c', 'b', 'a']);
  });

  it('compares names literally', () => {
    const name = `a.b"c' $[0] ü 数`;
    jobs.insert(job('a', labelled({ [name]: '' }, { [name]: name })));
    expect(named(jobs, { tag: name })).toEqual(['a']);
    expect(named(jobs, { properties: [{ name, value: name }] })).toEqual(['a']);
    expect(named(jobs, { tag: 'a' })).toEqual([]);
  });

  it('does not show child jobs', () => {
    jobs.insert(job('a'));
    jobs.insert(job('b', { ...labelled({ team: 'x' }), parent: { job: 'a', step: 's' } }));
    expect(named(jobs, { tag: 'team' })).toEqual([]);
  });
});

describe('the jobs of an earlier version', () => {
  it('keep their parents and their labels', () => {
    const db = new LibsqlDatabase(':memory:');
    db.exec(`CREATE TABLE jobs (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, properties TEXT NOT NULL, status TEXT NOT NULL,
      compute TEXT NOT NULL, experiment TEXT NOT NULL, is_archived INTEGER NOT NULL, created_by TEXT NOT NULL,
      created_at INTEGER NOT NULL, started_at INTEGER, ended_at INTEGER, error TEXT, mark TEXT NOT NULL);
      CREATE TABLE job_children (job TEXT PRIMARY KEY, parent TEXT NOT NULL, step TEXT NOT NULL);
      INSERT INTO jobs (name, properties, status, compute, experiment, is_archived, created_by, created_at, mark)
        VALUES ('p', '{"jobType":"Pipeline","tags":{"team":"a"},"properties":{"round":"1"}}', 'Completed', '', 'e', 0, 'ada', 0, 'p'), ('c', '{"jobType":"Command"}', 'Completed', 'cpu', 'e', 0, 'ada', 0, 'c');
      INSERT INTO job_children VALUES ('c', 'p', 'train')`);
    const jobs = new JobStore(db);
    expect(jobs.get('c')?.parent).toEqual({ job: 'p', step: 'train' });
    const page = { view: 'All', skip: 0, top: 9 } as const;
    for (const filter of [{}, { tag: 'team' }, { properties: [{ name: 'round', value: '1' }] }])
      expect(jobs.list({ ...page, ...filter }).map(({ name }) => name)).toEqual(['p']);
  });
});
