import { beforeEach, describe, expect, it } from 'vitest';
import type {
  FoundRun,
  JobSummary,
  RunGroups,
  RunGroupsQuery,
  RunPage,
  RunQuery
} from '@carry-ml/bridge';
import { RunOverview } from './run-overview.js';
import { runRows } from './run-rows.js';
import { foundRun as run } from './runs.test-support.js';

/** A service with runs, newest first, in pages of 100. */
class Service {
  all: FoundRun[] = [];
  counted = 0;

  runs(query: RunQuery): Promise<RunPage> {
    const { token = '0', limit = 100 } = query;
    const found = this.all.filter(one => matches(one, query));
    const end = Number(token) + limit;
    return Promise.resolve({
      runs: found.slice(Number(token), end),
      next: end < found.length ? String(end) : null
    });
  }

  runGroups({ by, ...query }: RunGroupsQuery): Promise<RunGroups> {
    this.counted += 1;
    const groups = new Map<string, number>();
    for (const one of this.all.filter(each => matches(each, query))) {
      groups.set(one[by] ?? '', (groups.get(one[by] ?? '') ?? 0) + 1);
    }
    const counts = [...groups].map(([key, count]) => ({ key, count, unfinished: 0 }));
    return Promise.resolve({ groups: counts, isComplete: true });
  }

  experiments(): Promise<string[]> {
    return Promise.resolve(['e']);
  }
}

function matches(one: FoundRun, { text = '', notebook, experiment, pinned }: RunQuery): boolean {
  return (
    one.name.includes(text) &&
    (notebook === undefined || (one.notebook ?? '') === notebook) &&
    (experiment === undefined || one.experiment === experiment) &&
    (pinned !== true || one.isPinned)
  );
}

let service: Service;
let stored: Map<string, string>;
let overview: RunOverview;
const open = () =>
  new RunOverview(service, {
    getItem: key => stored.get(key) ?? null,
    setItem: (key, text) => void stored.set(key, text)
  });
const rows = (pushed: JobSummary[] = []) => runRows(overview, pushed);
const keys = () => rows().map(({ key }) => key);

beforeEach(() => {
  service = new Service();
  stored = new Map();
  overview = open();
});

describe('the rows of the run list', () => {
  it('are the pinned runs first, each once, however old they are', async () => {
    service.all = Array.from({ length: 150 }, (_, n) =>
      run(`r${n}`, { isPinned: n === 1 || n === 140 })
    );
    await overview.refresh();
    expect(keys().slice(0, 4)).toEqual(['r1', 'r140', 'r0', 'r2']);
    expect(new Set(keys()).size).toBe(keys().length);
    await overview.all.readMore();
    expect(keys()).toHaveLength(150);
  });

  it('show what the bridge has pushed since', async () => {
    service.all = [run('a', { status: 'Queued', notebook: 'n.ipynb' })];
    await overview.refresh();
    const { notebook, isPinned, parameters, metrics, ...job } = run('a', { status: 'Running' });
    expect([notebook, isPinned, parameters, metrics]).toEqual([null, false, [], []]);
    expect(rows([job])).toMatchObject([{ run: { status: 'Running', notebook: 'n.ipynb' } }]);
  });

  it('are groups with the count of all their runs, of which the open ones are listed', async () => {
    service.all = [
      run('b1', { notebook: 'b.ipynb', isPinned: true }),
      ...Array.from({ length: 130 }, (_, n) => run(`a${n}`, { notebook: 'a.ipynb' })),
      run('b2', { notebook: 'b.ipynb' }),
      run('x')
    ];
    await overview.grouping.setBy('notebook');
    await overview.refresh();
    expect(rows()).toMatchObject([
      { key: 'b1' },
      { key: 'group b.ipynb', group: { count: 2 }, isOpen: false, pinned: 1 },
      { key: 'group a.ipynb', group: { count: 130 }, isOpen: false, pinned: 0 },
      { key: 'group ', group: { count: 1 } }
    ]);
    await overview.grouping.toggle('a.ipynb');
    await overview.grouping.toggle('b.ipynb');
    expect(keys().slice(0, 5)).toEqual(['b1', 'group b.ipynb', 'b2', 'group a.ipynb', 'a0']);
    expect(rows().find(({ kind }) => kind === 'rest')).toMatchObject({ left: 30 });
    await overview.grouping.lists.get('a.ipynb')?.readMore();
    expect(keys()).toHaveLength(1 + 2 + 131 + 1);
    expect(keys()).not.toContain('rest a.ipynb');
  });

  it('are grouped and open as before after a reload, and after another filter', async () => {
    service.all = [run('a1', { notebook: 'a' }), run('b1', { notebook: 'b' })];
    await overview.grouping.setBy('notebook');
    await overview.grouping.toggle('b');
    overview.dispose();
    overview = open();
    await overview.refresh();
    expect(keys()).toEqual(['group a', 'group b', 'b1']);
    await overview.setFilter({ text: 'a' });
    expect(keys()).toEqual(['group a']);
    await overview.setFilter({ text: '' });
    expect(keys()).toEqual(['group a', 'group b', 'b1']);
    await overview.grouping.setBy(null);
    expect(keys()).toEqual(['a1', 'b1']);
  });

  it('are counted once more for many changes during a count', async () => {
    await overview.grouping.setBy('experiment');
    service.counted = 0;
    await Promise.all([1, 2, 3, 4].map(() => overview.refresh()));
    expect(service.counted).toBe(2);
  });

  it.each(['not JSON', '[]', '{"by":"colour","open":[1,null]}', 'null'])(
    'are without groups if the browser has stored %s',
    text => {
      stored.set('jupyterlab-carry:run-groups', text);
      expect(open().grouping.by).toBeNull();
    }
  );
});
