import { Signal, type ISignal } from '@lumino/signaling';
import type {
  ApiError,
  EventMessage,
  MetricSeries,
  JobDetail,
  Artifact,
  JobSummary,
  WatchMessage
} from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryJobs, ICarryService } from '../../tokens.js';
import { LogLines } from './log-lines.js';

/** Everything known of the run that is looked at. */
export interface SelectedJob {
  name: string;
  detail: JobDetail | null;
  log: LogLines;
  series: MetricSeries[];
  /** Null until they have been read. */
  files: Artifact[] | null;
  error: ApiError | null;
}

/** What the Runs panel knows. The bridge pushes; this keeps. */
export class JobsModel implements ICarryJobs {
  private readonly _changed = new Signal<this, void>(this);
  private readonly _registerRequested = new Signal<this, JobSummary>(this);
  private readonly _finished = new Signal<this, JobSummary>(this);

  jobs: readonly JobSummary[] = [];
  /** False until the first list has come. */
  loaded = false;
  connected: boolean;
  selected: SelectedJob | null = null;
  /** Why the list cannot be kept fresh. */
  listError: ApiError | null = null;
  /** Why the last cancel or open did not work. */
  actionError: ApiError | null = null;
  busy = false;

  constructor(private readonly service: ICarryService) {
    this.connected = service.events.connected;
    service.events.message.connect(this._onMessage, this);
    service.events.connectedChanged.connect(this._onConnected, this);
    service.events.watch(() => this.looksAt());
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get registerRequested(): ISignal<this, JobSummary> {
    return this._registerRequested;
  }

  /** Emitted when a run that was seen unfinished has ended. */
  get finished(): ISignal<this, JobSummary> {
    return this._finished;
  }

  /** The selected run's line in the list, or its detail when the list does not reach back to it. */
  get selectedSummary(): JobSummary | null {
    const { selected } = this;
    if (!selected) return null;
    return this.jobs.find(({ name }) => name === selected.name) ?? selected.detail;
  }

  /** Shows a run that has just been submitted, before the list knows it. */
  announce(job: JobSummary): void {
    if (!this.jobs.some(({ name }) => name === job.name)) this.jobs = [job, ...this.jobs];
    this.select(job.name);
  }

  select(name: string | null): void {
    if (this.selected?.name === name) return;
    this.actionError = null;
    this.selected =
      name === null
        ? null
        : { name, detail: null, log: new LogLines(), series: [], files: null, error: null };
    this.service.events.watch(() => this.looksAt());
    this._changed.emit();
  }

  async cancel(): Promise<void> {
    await this.act(name => this.service.cancel(name));
  }

  /** Brings a file of the selected run into the lab; answers its path, or null when it did not work. */
  open(path?: string): Promise<string | null> {
    return this.act(async name => (await this.service.open(name, path)).path);
  }

  async readFiles(): Promise<void> {
    const { selected } = this;
    if (!selected) return;
    try {
      selected.files = await this.service.files(selected.name);
    } catch (e) {
      selected.error = ServiceError.from(e);
    }
    this._changed.emit();
  }

  requestRegister(): void {
    const { selectedSummary } = this;
    if (selectedSummary) this._registerRequested.emit(selectedSummary);
  }

  dispose(): void {
    Signal.clearData(this);
  }

  private looksAt(): WatchMessage {
    const { selected } = this;
    return selected
      ? { type: 'watch', job: selected.name, logFrom: selected.log.end }
      : { type: 'watch', job: null };
  }

  private async act<T>(work: (job: string) => Promise<T>): Promise<T | null> {
    const { selected } = this;
    if (!selected) return null;
    this.busy = true;
    this.actionError = null;
    this._changed.emit();
    try {
      return await work(selected.name);
    } catch (e) {
      this.actionError = ServiceError.from(e);
      return null;
    } finally {
      this.busy = false;
      this._changed.emit();
    }
  }

  private _onMessage(_: unknown, message: EventMessage): void {
    switch (message.type) {
      case 'jobs':
        this.takeJobs(message.jobs);
        break;
      case 'job':
        this.takeDetail(message.job);
        break;
      case 'log':
        if (this.selected?.name === message.job) this.selected.log.add(message);
        break;
      case 'metrics':
        if (this.selected?.name === message.job) this.selected.series = message.series;
        break;
      case 'trouble':
        if (message.about === 'jobs') this.listError = message.error;
        else if (this.selected) this.selected.error = message.error;
    }
    this._changed.emit();
  }

  private takeJobs(jobs: JobSummary[]): void {
    const before = new Map(this.jobs.map(job => [job.name, job]));
    this.jobs = jobs;
    this.loaded = true;
    for (const job of jobs) {
      if (job.finished && before.get(job.name)?.finished === false) this._finished.emit(job);
    }
  }

  private takeDetail(detail: JobDetail): void {
    const { selected } = this;
    if (selected?.name !== detail.name) return;
    const ended = detail.finished && selected.detail?.finished !== true;
    selected.detail = detail;
    selected.error = null;
    if (ended) void this.readFiles();
  }

  private _onConnected(_: unknown, connected: boolean): void {
    this.connected = connected;
    this._changed.emit();
  }
}
