import LibsqlDatabase from 'libsql';
import { beforeEach, describe, expect, it } from 'vitest';
import { pairsOf } from '../protocol/name-pairs.js';
import { JobStore } from './job-store.js';

describe('a list of jobs filtered by properties', () => {
  let jobs: JobStore;
  beforeEach(() => {
    jobs = new JobStore(new LibsqlDatabase(':memory:'));
    const insert = (name: string, properties: Record<string, string>) => {
      jobs.insert({
        name,
        properties: { jobType: 'Command', properties },
        status: 'Queued',
        compute: 'cpu',
        experiment: 'Default',
        createdBy: 'ada',
        createdAt: 0,
        mark: name
      });
    };
    insert('one', { 'azureml.Name': 'x', team: 'a' });
    insert('two', { 'azureml.Name': 'y' });
  });
  const list = (properties: string) =>
    jobs
      .list({ view: 'All', skip: 0, top: 10, properties: pairsOf(properties) })
      .map(({ name }) => name);

  it.each([
    ['', ['two', 'one']],
    ['azureml.Name', ['two', 'one']],
    ['team', ['one']],
    ['azureml.Name=x', ['one']],
    ['azureml.Name=y,team', []],
    ['azureml.Name=x,team=a', ['one']],
    ['"=1', []]
  ])('%s', (properties, names) => {
    expect(list(properties)).toEqual(names);
  });
});
