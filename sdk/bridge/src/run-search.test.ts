import { beforeEach, describe, expect, it } from 'vitest';
import type { RunSearch, Workspace } from 'carry-ml';
import { ExperimentNames } from './experiment-names.js';
import { fakeWorkspace, type FakeJob } from './fake-workspace.test-support.js';
import { searchOf, searchRuns } from './run-search.js';
import type { RunQuery } from './schemas/run-schema.js';

const uuid = (n: number): string => n.toString(16).padStart(32, '0');

let jobs: FakeJob[];
let workspace: Workspace;
let asked: string[];
const search = (query: RunQuery) =>
  searchRuns(workspace, query, { experiments: new ExperimentNames(), known: () => undefined });

beforeEach(() => {
  jobs = Array.from({ length: 250 }, (_, n) => ({
    name: uuid(n),
    status: 'Completed',
    interactive: true,
    metrics: { loss: [n] }
  }));
  ({ workspace, asked } = fakeWorkspace(jobs));
});

describe('a search of runs', () => {
  it('returns whole pages until all runs are read', async () => {
    const first = await search({});
    expect(first.runs).toHaveLength(100);
    expect(first.runs[7]).toMatchObject({
      name: uuid(7),
      kind: 'interactive',
      status: 'Completed',
      experiment: 'e',
      metrics: [{ key: 'loss', value: 7 }]
    });
    const second = await search({ token: first.next ?? '' });
    const third = await search({ token: second.next ?? '' });
    expect(third.runs.map(({ name }) => name)).toEqual(jobs.slice(200).map(({ name }) => name));
    expect(third.next).toBeNull();
  });

  it('reads as many pages as are wanted', async () => {
    const page = await search({ limit: 1000 });
    expect(page.runs).toHaveLength(250);
    expect(page.next).toBeNull();
  });

  it('leaves out the children of a sweep, however many there are', async () => {
    for (const job of jobs.slice(1, 240)) job.parent = uuid(0);
    const { runs } = await search({ limit: 5 });
    expect(runs.map(({ name }) => name)).toEqual([0, ...range(240, 250)].map(uuid));
  });

  it('shows what a job of which MLflow knows only that it runs is doing', async () => {
    jobs.splice(0, 250, { name: 'one', status: 'Preparing', warning: 'Building the environment.' });
    const { runs } = await search({});
    expect(runs).toMatchObject([
      { name: 'one', kind: 'job', status: 'Preparing', reason: 'Building the environment.' }
    ]);
  });

  it('returns what tells runs of a notebook apart, also before a run has logged it', async () => {
    const long = 'x'.repeat(1000);
    jobs.splice(
      0,
      250,
      { name: 'one', status: 'Queued', notebook: 'n.ipynb', parameters: { digits: '3' } },
      { name: 'two', status: 'Completed', notebook: 'n.ipynb', parameters: { text: long } },
      { name: uuid(1), status: 'Completed', interactive: true }
    );
    const { runs } = await search({});
    expect(runs).toMatchObject([
      { notebook: 'n.ipynb', parameters: [{ name: 'digits', value: '3' }] },
      { notebook: 'n.ipynb', parameters: [{ name: 'text', value: 'x'.repeat(200) }] },
      { notebook: null, parameters: [] }
    ]);
  });

  it('finds the runs of one notebook, of none with a similar name, and those of no notebook', async () => {
    const of = (name: string, notebook?: string): FakeJob => ({
      name,
      status: 'Completed',
      notebook
    });
    jobs.splice(0, 250, of('one', 'a_b.ipynb'), of('two', 'axb.ipynb'), of('three'));
    const found = async (notebook: string) =>
      (await search({ notebook })).runs.map(({ name }) => name);
    expect(await found('a_b.ipynb')).toEqual(['one']);
    expect(await found('')).toEqual(['three']);
  });

  it('names the cell at which an old job failed', async () => {
    const error = { name: 'ValueError', message: 'bad\nmore' };
    jobs.splice(0, 250, { name: 'one', status: 'Failed', failedCell: 2, error });
    const { runs } = await search({});
    expect(runs).toMatchObject([
      { status: 'Failed', reason: 'Code cell 2 of 3 failed: ValueError: bad' }
    ]);
    expect(asked.filter(request => request.startsWith('details'))).toEqual([]);
  });

  it('finds a run by its id, once', async () => {
    const { runs } = await search({ text: uuid(3), limit: 1000 });
    expect(runs.map(({ name }) => name).filter(name => name === uuid(3))).toHaveLength(1);
    expect(runs[0]?.name).toBe(uuid(3));
    expect((await search({ text: 'unknown' })).runs).toHaveLength(100);
  });
});

describe('the search of MLflow that a query becomes', () => {
  it.each<[RunQuery, RunSearch]>([
    [{}, {}],
    [{ text: '  ' }, {}],
    [{ text: 'adder' }, { filter: "attributes.run_name ILIKE '%adder%'" }],
    [{ text: 'it\'s "so"' }, { filter: 'attributes.run_name ILIKE \'%it_s "so"%\'' }],
    [{ text: 'metrics.loss < 0.1' }, { filter: 'metrics.loss < 0.1' }],
    [{ text: "params.p LIKE 'a%'" }, { filter: "params.p LIKE 'a%'" }],
    [
      { text: 'a', status: 'FAILED' },
      { filter: "attributes.run_name ILIKE '%a%' and attributes.status = 'FAILED'" }
    ],
    [{ experiment: 'e' }, { experiments: ['e'] }],
    [{ notebook: 'a.ipynb' }, { filter: "tags.`carry.notebook` LIKE 'a.ipynb'" }],
    [{ notebook: "it's.ipynb" }, { filter: "tags.`carry.notebook` LIKE 'it_s.ipynb'" }],
    [{ notebook: '' }, {}],
    [
      { text: 'a', pinned: true },
      { filter: "attributes.run_name ILIKE '%a%' and tags.`carry.pinned` = 'true'" }
    ],
    [{ order: 'metrics.loss ASC' }, { orderBy: ['metrics.loss ASC'] }]
  ])('of %j is %j', (query, expected) => {
    expect(searchOf(query)).toEqual({ orderBy: ['attributes.start_time DESC'], ...expected });
  });
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
