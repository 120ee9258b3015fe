import { Signal } from '@lumino/signaling';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventMessage, JobDetail, JobSummary, WatchMessage } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';
import { JobsModel } from './model.js';
import { jobSummary } from './runs.test-support.js';
import { submittedRuns } from './submitted-runs.test-support.js';

const job = (name: string, change: Partial<JobSummary> = {}): JobSummary =>
  jobSummary(name, { compute: 'cpu', status: 'Running', finished: false, ...change });

const detail = (name: string, change: Partial<JobDetail> = {}): JobDetail => ({
  ...job(name),
  notebook: null,
  parent: null,
  children: null,
  parameters: [],
  metrics: [],
  isPinned: false,
  cpuSeconds: null,
  nodes: null,
  error: null,
  ...change
});

class Events {
  connected = true;
  readonly message = new Signal<this, EventMessage>(this);
  readonly connectedChanged = new Signal<this, boolean>(this);
  look: () => WatchMessage = () => ({ type: 'watch', job: null });
  watch(look: () => WatchMessage): void {
    this.look = look;
  }
}

const stored = new Map<string, string>();

let events: Events;
let service: Record<
  'cancel' | 'files' | 'runs' | 'experiments' | 'runModels',
  ReturnType<typeof vi.fn>
> & {
  events: Events;
};
let model: JobsModel;

beforeEach(() => {
  stored.clear();
  events = new Events();
  service = {
    events,
    cancel: vi.fn(() => Promise.resolve()),
    runModels: vi.fn(() => Promise.resolve({ hasModel: true })),
    runs: vi.fn(() => Promise.resolve({ runs: [], next: null })),
    experiments: vi.fn(() => Promise.resolve([])),
    files: vi.fn(() => Promise.resolve([{ path: 'model.json', isFolder: false, size: 1 }]))
  };
  model = new JobsModel(service as unknown as ICarryService, submittedRuns(stored));
});

describe('Runs', () => {
  it('keeps the list that the bridge pushes', () => {
    events.message.emit({ type: 'jobs', jobs: [job('a'), job('b')] });
    expect(model.jobs.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('shows a submitted job at once, and only once when the list contains it', () => {
    model.announce(job('a'));
    expect(model.selectedSummary?.name).toBe('a');
    events.message.emit({ type: 'jobs', jobs: [job('a')] });
    expect(model.jobs).toHaveLength(1);
  });

  it('reads the list again when a run is new or has another status, and not for its progress', () => {
    events.message.emit({ type: 'jobs', jobs: [job('a')] });
    // All of them, and those that are pinned.
    expect(service.runs).toHaveBeenCalledTimes(2);
    const refresh = vi.spyOn(model.overview, 'refresh');
    const progress = { done: 1, of: 3, cell: 2 };
    events.message.emit({ type: 'jobs', jobs: [job('a', { progress })] });
    expect(refresh).not.toHaveBeenCalled();
    events.message.emit({ type: 'jobs', jobs: [job('b'), job('a')] });
    events.message.emit({ type: 'jobs', jobs: [job('b', { status: 'Completed' }), job('a')] });
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('keeps the open form that submits a run again, and what was typed into it', () => {
    Object.assign(service, {
      rerunForm: vi.fn(() => new Promise(() => undefined)),
      computes: vi.fn(() => new Promise(() => undefined))
    });
    model.select('a');
    model.editRerun();
    const { rerunForm } = model;
    model.editRerun();
    expect(rerunForm).not.toBeNull();
    expect(model.rerunForm).toBe(rerunForm);
    model.select('b');
    model.editRerun();
    expect(model.rerunForm).not.toBe(rerunForm);
  });

  it('does not send a refused filter again with every line of a log', async () => {
    const error = new ServiceError({ code: 'INVALID_PARAMETER_VALUE', message: 'Invalid.' });
    service.runs.mockRejectedValueOnce(error);
    await model.overview.setFilter({ text: 'metrics.loss <' });
    const refresh = vi.spyOn(model.overview, 'refresh');
    model.select('a');
    events.message.emit({ type: 'log', job: 'a', start: 0, end: 4, text: 'abc\n' });
    expect(refresh).not.toHaveBeenCalled();
    events.message.emit({ type: 'trouble', about: 'jobs', error: null });
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('requests the log of the selected job from the offset of the page', () => {
    model.select('a');
    events.message.emit({ type: 'log', job: 'a', start: 0, end: 4, text: 'abc\n' });
    expect(events.look()).toEqual({ type: 'watch', job: 'a', logFrom: 4 });
  });

  it('ignores messages about a job that is no longer selected', () => {
    model.select('a');
    model.select('b');
    events.message.emit({ type: 'log', job: 'a', start: 0, end: 4, text: 'abc\n' });
    events.message.emit({ type: 'job', job: detail('a') });
    events.message.emit({ type: 'metrics', job: 'a', series: [{ key: 'loss', points: [] }] });
    expect(model.selected?.log.window.rows).toEqual([]);
    expect(model.selected?.detail).toBeNull();
    expect(model.selected?.series).toEqual([]);
  });

  it('emits that a run has ended once, if it was submitted here', () => {
    const ended: string[] = [];
    model.finished.connect((_, { name }) => ended.push(name));
    const done = { status: 'Completed', finished: true };
    model.announce(job('mine'));
    events.message.emit({ type: 'jobs', jobs: [job('mine'), job('trial')] });
    events.message.emit({ type: 'jobs', jobs: [job('mine', done), job('trial', done)] });
    events.message.emit({ type: 'jobs', jobs: [job('mine', done), job('trial', done)] });
    expect(ended).toEqual(['mine']);
  });

  it('emits that a run has ended while the page was closed', () => {
    model.announce(job('mine'));
    model.dispose();
    model = new JobsModel(service as unknown as ICarryService, submittedRuns(stored));
    const ended: string[] = [];
    model.finished.connect((_, { name }) => ended.push(name));
    events.message.emit({ type: 'jobs', jobs: [job('mine', { finished: true })] });
    expect(ended).toEqual(['mine']);
  });

  it('loads the files of the selected job when it has ended', async () => {
    model.select('a');
    events.message.emit({ type: 'job', job: detail('a') });
    expect(service.files).not.toHaveBeenCalled();
    events.message.emit({ type: 'job', job: detail('a', { finished: true }) });
    await vi.waitFor(() => {
      expect(model.selected?.files).toEqual([{ path: 'model.json', isFolder: false, size: 1 }]);
      expect(model.selected?.hasModel).toBe(true);
    });
  });

  it('says why the files cannot be listed, until they can', async () => {
    service.files.mockRejectedValueOnce(new ServiceError({ code: 'X', message: 'away' }));
    model.select('a');
    await model.readFiles();
    expect(model.selected).toMatchObject({ files: null, filesError: { message: 'away' } });
    await model.readFiles();
    expect(model.selected).toMatchObject({ files: [{ path: 'model.json' }], filesError: null });
  });

  it('shows the error of a failed cancel', async () => {
    const error = { code: 'Conflict', message: 'It has ended already.' };
    service.cancel.mockRejectedValueOnce(new ServiceError(error));
    model.select('a');
    await model.cancel();
    expect(model.actionError).toMatchObject(error);
    expect(model.busy).toBe(false);
  });

  it('reads the list again when the workspace is back', async () => {
    const error = { code: 'X', message: 'away' };
    service.runs.mockRejectedValueOnce(new ServiceError(error));
    await model.overview.refresh();
    expect(model.overview.error).toMatchObject(error);
    events.message.emit({ type: 'trouble', about: 'jobs', error: null });
    await vi.waitFor(() => {
      expect(model.overview.error).toBeNull();
    });
  });

  it('shows that the list is not updated, until it is', () => {
    const error = { code: 'X', message: 'unreachable' };
    events.message.emit({ type: 'trouble', about: 'jobs', error });
    expect(model.listError).toEqual(error);
    events.message.emit({ type: 'trouble', about: 'jobs', error: null });
    expect(model.listError).toBeNull();
  });
});
