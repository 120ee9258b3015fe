import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunPage, RunQuery } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import { RunList } from './run-list.js';
import { foundRun as run } from './runs.test-support.js';

/** A service with some runs, newest first, whose tokens are offsets. */
class Service {
  all: string[] = [];
  readonly asked: RunQuery[] = [];

  runs(query: RunQuery): Promise<RunPage> {
    this.asked.push(query);
    const { limit = 100, token = '0', text = '' } = query;
    const found = this.all.filter(name => name.includes(text));
    const end = Number(token) + limit;
    return Promise.resolve({
      runs: found.slice(Number(token), end).map(name => run(name)),
      next: end < found.length ? String(end) : null
    });
  }
}

let service: Service;
let list: RunList;
const names = () => list.runs.map(({ name }) => name);

beforeEach(() => {
  service = new Service();
  service.all = Array.from({ length: 2500 }, (_, n) => `run-${n}`);
  list = new RunList(service);
});

describe('the list of runs', () => {
  it('is read page by page, to the last one', async () => {
    await list.refresh();
    expect([list.runs.length, list.hasMore]).toEqual([100, true]);
    for (let page = 0; page < 24; page += 1) await list.readMore();
    expect(names()).toEqual(service.all);
    expect(list.hasMore).toBe(false);
    await list.readMore();
    expect(service.asked).toHaveLength(25);
  });

  it('shows a new run first, and each run once', async () => {
    await list.refresh();
    await list.readMore();
    service.all.unshift('new');
    await list.readMore();
    expect(new Set(names()).size).toBe(names().length);
    await list.refresh();
    expect(names()).toEqual(service.all.slice(0, list.runs.length));
    expect(list.runs[0]?.name).toBe('new');
  });

  it('keeps the old runs that a refresh does not read', async () => {
    await list.refresh();
    for (let page = 0; page < 19; page += 1) await list.readMore();
    service.all.unshift('new');
    await list.refresh();
    expect(service.asked.at(-1)).toMatchObject({ limit: 1000 });
    expect(names()).toEqual(service.all.slice(0, 2001));
    for (let page = 0; page < 6; page += 1) await list.readMore();
    expect(names()).toEqual(service.all);
    expect(list.hasMore).toBe(false);
  });

  it('asks the service for what the filter finds', async () => {
    await list.refresh();
    await list.setFilter({ text: '-249' });
    expect(names()).toEqual(service.all.filter(name => name.includes('-249')));
    expect(list.hasMore).toBe(false);
  });

  it('drops the response to an older filter', async () => {
    let answer: (page: RunPage) => void = () => undefined;
    vi.spyOn(service, 'runs').mockReturnValueOnce(new Promise(resolve => (answer = resolve)));
    const older = list.setFilter({ text: 'old' });
    await list.setFilter({ text: '-7' });
    answer({ runs: [run('old')], next: null });
    await older;
    expect(names()).not.toContain('old');
    expect(list.loaded).toBe(true);
  });

  it('answers many changes during a request with one more request', async () => {
    await Promise.all([list.refresh(), list.refresh(), list.refresh()]);
    expect(service.asked).toHaveLength(2);
  });

  it('keeps the runs and shows the error when the service refuses a filter', async () => {
    await list.refresh();
    const error = { code: 'INVALID_PARAMETER_VALUE', message: 'Invalid filter.' };
    vi.spyOn(service, 'runs').mockRejectedValueOnce(new ServiceError(error));
    await list.setFilter({ text: 'metrics.loss <' });
    expect(list.error).toMatchObject(error);
    expect(list.runs).toHaveLength(100);
    await list.setFilter({ text: '' });
    expect([list.error, list.loaded]).toEqual([null, true]);
  });
});
