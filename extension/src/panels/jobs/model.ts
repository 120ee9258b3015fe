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
import { ChartSettings } from '../../charts/chart-settings.js';
import { UserSettings } from '../../parts/user-settings.js';
import { showsResponse } from '../../service/shows-response.js';
import type { TextStorage } from '../../parts/browser-storage.js';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryJobs, ICarryService } from '../../tokens.js';
import { JobLog } from './job-log.js';
import { RerunModel } from './rerun-model.js';
import { RunOverview } from './run-overview.js';
import { RunSelection } from './run-selection.js';
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
  /** Why they cannot be listed. */
  filesError: ApiError | null;
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
  readonly overview: RunOverview;
  /** The runs that are chosen, to be compared or deleted. */
  readonly selection = new RunSelection();
  /** The row of the list that has the focus, or had it last: a run by its name, or a group. */
  focused: string | null = null;
  /** False until the first list arrives. */
  loaded = false;
  connected: boolean;
  selected: SelectedJob | null = null;
  /** The error that keeps the list from being updated. */
  listError: ApiError | null = null;
  /** The form that submits the selected job again with changes, while it is open. */
  rerunForm: RerunModel | null = null;
  /** The error of the last cancel or open. */
  actionError: ApiError | null = null;
  busy = false;

  constructor(
    private readonly service: ICarryService,
    private readonly submitted: SubmittedRuns,
    /** How the charts of metrics are drawn. */
    readonly charts = new ChartSettings(),
    readonly settings: RunsSettings = new UserSettings(RUNS_DEFAULTS),
    /** Where the groups of the list are kept. */
    storage?: TextStorage
  ) {
    this.overview = new RunOverview(service, storage);
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
    const listed = (): JobSummary | undefined => this.overview.runs.find(isSelected);
    return this.jobs.find(isSelected) ?? selected.detail ?? listed() ?? null;
  }

  /** The chosen runs as they are now, as far as the page knows. */
  get chosen(): JobSummary[] {
    const known = new Map([...this.overview.runs, ...this.jobs].map(run => [run.name, run]));
    return this.selection.runs.map(run => known.get(run.name) ?? run);
  }

  /** Remembers the row of the list that has the focus. */
  focus(key: string): void {
    this.focused = key;
    this._changed.emit();
  }

  /** Shows a job that was just submitted, before the list contains it. */
  announce(job: JobSummary): void {
    this.submitted.add(job.name);
    if (!this.jobs.some(({ name }) => name === job.name)) this.jobs = [job, ...this.jobs];
    this.overview.add(job);
    this.select(job.name);
  }

  select(name: string | null): void {
    if (this.selected?.name === name) return;
    this.actionError = null;
    if (name !== null) this.focused = name;
    this.closeRerun();
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
            filesError: null,
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

  /** Opens the form that submits the selected job again with changes. */
  editRerun(): void {
    const { selected } = this;
    // An open form keeps what the user has typed.
    if (!selected || this.rerunForm) return;
    this.rerunForm = new RerunModel(this.service, selected.name);
    void this.rerunForm.read();
    this._changed.emit();
  }

  closeRerun(): void {
    this.rerunForm?.dispose();
    this.rerunForm = null;
    this._changed.emit();
  }

  /** Submits the selected job again with the changes of the form, and shows the new run. */
  async submitRerun(): Promise<void> {
    const job = await this.rerunForm?.submit();
    if (job) this.announce(job);
  }

  /** Pins the selected run, or no longer pins it. */
  async pin(pinned: boolean): Promise<void> {
    const { selected } = this;
    await this.act(async name => {
      await this.service.pin(name, pinned);
      // The bridge sends nothing more of a run that has ended.
      if (selected?.detail) selected.detail = { ...selected.detail, isPinned: pinned };
    });
    await this.overview.refresh();
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
      selected.filesError = null;
    } catch (e) {
      selected.filesError = ServiceError.from(e);
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
    this.overview.dispose();
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
    if (this.overview.error && (this.overview.loaded || isTold) && showsResponse(message))
      void this.overview.refresh();
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
    if (isNew || differs || jobs.length !== before.size) void this.overview.refresh();
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
    if (connected && this.loaded) void this.overview.refresh();
    this._changed.emit();
  }
}
