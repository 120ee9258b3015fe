import { Signal, type ISignal } from '@lumino/signaling';
import type {
  ApiError,
  EventMessage,
  MetricSeries,
  FoundRun,
  JobDetail,
  Artifact,
  JobSummary,
  WatchMessage
} from '@carry-ml/bridge';
import { ChartSettings } from '../../charts/chart-settings.js';
import { UserSettings } from '../../parts/user-settings.js';
import { showsResponse } from '../../service/shows-response.js';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryJobs, ICarryService } from '../../tokens.js';
import { JobLog } from './job-log.js';
import { RunList } from './run-list.js';
import { RUNS_DEFAULTS, type RunsSettings } from '../../settings.js';
import type { SubmittedRuns } from './submitted-runs.js';

/** The job that the panel shows in detail. */
export interface SelectedJob {
  name: string;
  detail: JobDetail | null;
  log: JobLog;
  series: MetricSeries[];
  /** Null until they are loaded. */
  files: Artifact[] | null;
  /** True once the run is known to have logged, output or registered a model. */
  hasModel: boolean;
  error: ApiError | null;
}

/** The state of the Runs panel, updated by the events of the bridge. */
export class JobsModel implements ICarryJobs {
  private readonly _changed = new Signal<this, void>(this);
  private readonly _registerRequested = new Signal<this, JobSummary>(this);
  private readonly _scheduleRequested = new Signal<this, JobSummary>(this);
  private readonly _finished = new Signal<this, JobSummary>(this);

  /** The newest runs, as of the last message. */
  jobs: readonly JobSummary[] = [];
  /** The runs that the panel lists. */
  readonly list: RunList;
  /** The run in the list that has the focus, or had it last. */
  focused: string | null = null;
  /** False until the first list arrives. */
  loaded = false;
  connected: boolean;
  selected: SelectedJob | null = null;
  /** The error that keeps the list from being updated. */
  listError: ApiError | null = null;
  /** The error of the last cancel or open. */
  actionError: ApiError | null = null;
  busy = false;

  constructor(
    private readonly service: ICarryService,
    private readonly submitted: SubmittedRuns,
    /** How the charts of metrics are drawn. */
    readonly charts = new ChartSettings(),
    readonly settings: RunsSettings = new UserSettings(RUNS_DEFAULTS)
  ) {
    this.list = new RunList(service);
    this.connected = service.events.connected;
    service.events.message.connect(this._onMessage, this);
    service.events.connectedChanged.connect(this._onConnected, this);
    service.events.watch(() => this.watchMessage());
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get registerRequested(): ISignal<this, JobSummary> {
    return this._registerRequested;
  }

  get scheduleRequested(): ISignal<this, JobSummary> {
    return this._scheduleRequested;
  }

  /** Emitted when a run that was submitted from this browser ends, or has ended while the page was closed. */
  get finished(): ISignal<this, JobSummary> {
    return this._finished;
  }

  /** The selected job as the list has it, or its detail if it is too old for the list. */
  get selectedSummary(): JobSummary | null {
    const { selected } = this;
    if (!selected) return null;
    const isSelected = ({ name }: JobSummary): boolean => name === selected.name;
    return this.jobs.find(isSelected) ?? selected.detail ?? this.list.runs.find(isSelected) ?? null;
  }

  /** The runs of the list, with what the last message tells of those that are new. */
  get runs(): readonly FoundRun[] {
    const live = new Map(this.jobs.map(job => [job.name, job]));
    return this.list.runs.map(run => ({ ...run, ...live.get(run.name) }));
  }

  /** Remembers the run of the list that has the focus. */
  focus(name: string): void {
    this.focused = name;
    this._changed.emit();
  }

  /** Shows a job that was just submitted, before the list contains it. */
  announce(job: JobSummary): void {
    this.submitted.add(job.name);
    if (!this.jobs.some(({ name }) => name === job.name)) this.jobs = [job, ...this.jobs];
    this.list.add(job);
    this.select(job.name);
  }

  select(name: string | null): void {
    if (this.selected?.name === name) return;
    this.actionError = null;
    if (name !== null) this.focused = name;
    this.selected?.log.dispose();
    this.selected =
      name === null
        ? null
        : {
            name,
            detail: null,
            log: new JobLog(name, this.service),
            series: [],
            files: null,
            hasModel: false,
            error: null
          };
    this.service.events.watch(() => this.watchMessage());
    this._changed.emit();
  }

  /** Submits the selected job again, and shows the new run. */
  async rerun(): Promise<void> {
    const job = await this.act(name => this.service.rerun(name));
    if (job) this.announce(job);
  }

  async cancel(): Promise<void> {
    await this.act(name => this.service.cancel(name));
  }

  /** Copies a file of the selected job's run into the lab; returns its path, or null after an error. */
  async open(path: string): Promise<string | null> {
    const { selected } = this;
    if (!selected) return null;
    try {
      return (await this.service.open(selected.name, path)).path;
    } catch (e) {
      if (this.selected === selected) this.actionError = ServiceError.from(e);
      this._changed.emit();
      return null;
    }
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

  requestSchedule(): void {
    const { selectedSummary } = this;
    if (selectedSummary) this._scheduleRequested.emit(selectedSummary);
  }

  requestRegister(): void {
    const { selectedSummary } = this;
    if (selectedSummary) this._registerRequested.emit(selectedSummary);
  }

  dispose(): void {
    this.selected?.log.dispose();
    this.list.dispose();
    Signal.clearData(this);
  }

  private async readModels(selected: SelectedJob): Promise<void> {
    try {
      selected.hasModel = (await this.service.runModels(selected.name)).hasModel;
    } catch (e) {
      selected.error = ServiceError.from(e);
    }
    this._changed.emit();
  }

  private watchMessage(): WatchMessage {
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
      // The user may have opened another run meanwhile.
      if (this.selected === selected) this.actionError = ServiceError.from(e);
      return null;
    } finally {
      this.busy = false;
      this._changed.emit();
    }
  }

  private _onMessage(_: unknown, message: EventMessage): void {
    switch (message.type) {
      case 'jobs':
        this.updateJobs(message.jobs);
        break;
      case 'job':
        this.updateDetail(message.job);
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
    this.rereadList(message);
    this._changed.emit();
  }

  /**
   * The workspace responds again: the list is read again without a click. A filter that was refused is not sent again with every line of
   * a log.
   */
  private rereadList(message: EventMessage): void {
    const isTold = message.type === 'jobs' || message.type === 'trouble';
    if (this.list.error && (this.list.loaded || isTold) && showsResponse(message))
      void this.list.refresh();
  }

  private updateJobs(jobs: JobSummary[]): void {
    const before = new Map(this.jobs.map(job => [job.name, job]));
    this.jobs = jobs;
    const isNew = !this.loaded;
    this.loaded = true;
    for (const job of jobs) {
      if (job.finished && this.submitted.take(job.name)) this._finished.emit(job);
    }
    const differs = jobs.some(({ name, status }) => before.get(name)?.status !== status);
    if (isNew || differs || jobs.length !== before.size) void this.list.refresh();
  }

  private updateDetail(detail: JobDetail): void {
    const { selected } = this;
    if (selected?.name !== detail.name) return;
    const ended = detail.finished && selected.detail?.finished !== true;
    selected.detail = detail;
    selected.error = null;
    if (ended) {
      selected.log.search.onGrown();
      void this.readFiles();
      void this.readModels(selected);
    }
  }

  private _onConnected(_: unknown, connected: boolean): void {
    this.connected = connected;
    if (connected && this.loaded) void this.list.refresh();
    this._changed.emit();
  }
}
