import { Signal } from '@lumino/signaling';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventMessage, JobDetail, JobSummary, WatchMessage } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';
import { JobsModel } from './model.js';

const job = (name: string, change: Partial<JobSummary> = {}): JobSummary => ({
  name,
  displayName: name,
  experiment: 'e',
  compute: 'cpu',
  status: 'Running',
  finished: false,
  reason: null,
  progress: null,
  createdAt: null,
  startedAt: null,
  endedAt: null,
  ...change
});

const detail = (name: string, change: Partial<JobDetail> = {}): JobDetail => ({
  ...job(name),
  notebook: null,
  parameters: [],
  metrics: [],
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

let events: Events;
let service: { events: Events; cancel: ReturnType<typeof vi.fn>; files: ReturnType<typeof vi.fn> };
let model: JobsModel;

beforeEach(() => {
  events = new Events();
  service = {
    events,
    cancel: vi.fn(() => Promise.resolve()),
    files: vi.fn(() => Promise.resolve([{ path: 'model.json', isFolder: false, size: 1 }]))
  };
  model = new JobsModel(service as unknown as ICarryService);
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
    expect(model.selected?.log.lines).toEqual([]);
    expect(model.selected?.detail).toBeNull();
    expect(model.selected?.series).toEqual([]);
  });

  it('emits that a job has ended, but not for jobs that ended before', () => {
    const ended: string[] = [];
    model.finished.connect((_, { name }) => ended.push(name));
    const done = { status: 'Completed', finished: true };
    events.message.emit({ type: 'jobs', jobs: [job('a'), job('old', done)] });
    events.message.emit({ type: 'jobs', jobs: [job('a', done), job('old', done)] });
    events.message.emit({ type: 'jobs', jobs: [job('a', done), job('old', done)] });
    expect(ended).toEqual(['a']);
  });

  it('loads the files of the selected job when it has ended', async () => {
    model.select('a');
    events.message.emit({ type: 'job', job: detail('a') });
    expect(service.files).not.toHaveBeenCalled();
    events.message.emit({ type: 'job', job: detail('a', { finished: true }) });
    await vi.waitFor(() => {
      expect(model.selected?.files).toEqual([{ path: 'model.json', isFolder: false, size: 1 }]);
    });
  });

  it('shows the error of a failed cancel', async () => {
    const error = { code: 'Conflict', message: 'It has ended already.' };
    service.cancel.mockRejectedValueOnce(new ServiceError(error));
    model.select('a');
    await model.cancel();
    expect(model.actionError).toMatchObject(error);
    expect(model.busy).toBe(false);
  });

  it('shows that the list is not updated, until it is', () => {
    const error = { code: 'X', message: 'unreachable' };
    events.message.emit({ type: 'trouble', about: 'jobs', error });
    expect(model.listError).toEqual(error);
    events.message.emit({ type: 'trouble', about: 'jobs', error: null });
    expect(model.listError).toBeNull();
  });
});
