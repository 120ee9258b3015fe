import { Signal, type ISignal } from '@lumino/signaling';
import type {
  ApiError,
  ComputeInfo,
  EnvironmentInfo,
  EventMessage,
  NotebookInfo,
  Parameter,
  JobSummary,
  SubmitRequest,
  SubmitTexts,
  WorkspaceInfo
} from '@carry-ml/bridge';
import { showsResponse } from '../../service/shows-response.js';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';
import { chosenCompute, computeLoad, type ComputeLoad } from './compute-load.js';
import { fitValues, givenValues, initialValue, readValue, type FormValue } from './field-value.js';
import { FormMemory, type FormEntry } from './form-memory.js';
import {
  optionProblems,
  requestedOptions,
  type JobOptions,
  type OptionProblems
} from './job-options.js';
import { isUntitled, nameNotebook, type AskName } from './naming.js';
import type { INotebookOnScreen, Renaming } from './notebook-on-screen.js';
import { OpenSections } from './open-sections.js';
import type { Obstacle } from './obstacle.js';

/** How long after the last edit the parameters cell is read again. */
const EDIT_PAUSE_MS = 400;

/** The state of the Submit panel: the notebook on screen, the form, and the workspace and compute to submit to. */
export class SubmitModel {
  private readonly _changed = new Signal<this, void>(this);
  private readonly _submitted = new Signal<this, JobSummary>(this);
  /** The newest runs of the workspace, as the bridge has last sent them. */
  private jobs: readonly JobSummary[] = [];
  private editTimer: ReturnType<typeof setTimeout> | undefined;
  /** Counts the readings of the notebook, so that a late response is recognised. */
  private reading = 0;
  /** Counts the edits of the page, and the last edit that `info` shows. */
  private edits = 0;
  private shownEdit = 0;
  /** True if the files on disk have changed since the upload preview was read. */
  private previewIsOld = false;

  workspace: WorkspaceInfo | null = null;
  computes: ComputeInfo[] = [];
  environments: EnvironmentInfo[] = [];
  info: NotebookInfo | null = null;
  /** The step of the submit that is under way. */
  step: 'naming' | 'saving' | 'submitting' | null = null;
  /** The errors of reading the workspace, reading the notebook, and submitting it. */
  workspaceError: ApiError | null = null;
  notebookError: ApiError | null = null;
  submitError: ApiError | null = null;
  /** The error of the last exclusion from the upload. */
  excludeError: ApiError | null = null;

  constructor(
    private readonly service: ICarryService,
    private readonly screen: INotebookOnScreen,
    private readonly askName: AskName,
    private readonly memory = new FormMemory(),
    readonly sections = new OpenSections()
  ) {
    screen.renamed.connect(this._onRenamed, this);
    screen.kernelChanged.connect(this._onKernel, this);
    service.events.message.connect(this._onMessage, this);
    screen.pathChanged.connect(this._onPath, this);
    screen.saved.connect(this._onSaved, this);
    screen.edited.connect(this._onEdited, this);
    screen.selectionChanged.connect(this._onSelection, this);
    service.events.connectedChanged.connect(this._onConnected, this);
    void this.readWorkspace();
    void this.readNotebook();
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Emitted with every job that this panel has submitted. */
  get submitted(): ISignal<this, JobSummary> {
    return this._submitted;
  }

  get path(): string | null {
    return this.screen.path;
  }

  /** The parameters of the notebook, each a field of the form. Compute and experiment are properties of their own. */
  get fields(): readonly Parameter[] {
    return this.info?.parameters ?? [];
  }

  value(field: Parameter): FormValue {
    return this.form.parameters.get(field.name) ?? initialValue(field);
  }

  edited(field: Parameter): boolean {
    return this.form.parameters.has(field.name);
  }

  /** Name of the chosen compute. */
  get compute(): string {
    return chosenCompute(this.computes, this.form.compute)?.name ?? '';
  }

  /** The jobs of the chosen compute; null before the computes are known. */
  get load(): (ComputeLoad & { slots: number | null }) | null {
    const compute = chosenCompute(this.computes, this.form.compute);
    return compute ? { ...computeLoad(compute, this.jobs), slots: compute.slots } : null;
  }

  get experiment(): string {
    return this.form.experiment ?? this.info?.experiment ?? '';
  }

  get options(): JobOptions {
    return this.form.options;
  }

  /** The fields of `options` whose content cannot be submitted. */
  get optionProblems(): OptionProblems {
    return optionProblems(this.options);
  }

  /** The problem of a field: its content does not fit, or the bridge has refused the value. */
  problem(field: Parameter): string | null {
    if (this.edited(field)) {
      const reading = readValue(field, this.value(field));
      if (!reading.ok) return reading.problem;
    }
    return this.submitError?.target === field.name ? this.submitError.message : null;
  }

  get busy(): boolean {
    return this.step !== null;
  }

  /** Name of the drive that the notebook is on; empty for the folder of the Jupyter server. */
  get drive(): string {
    return this.screen.drive;
  }

  /** Display name of the kernel that a job runs the notebook with; null while there is none. */
  get kernelName(): string | null {
    const live = this.liveKernel;
    const named = this.info?.kernel;
    if (!named) return live?.displayName ?? null;
    return live?.name === named.name ? live.displayName : named.displayName;
  }

  get canSubmit(): boolean {
    return this.path !== null && this.obstacle === null;
  }

  /** The first reason why a submit cannot work now. */
  get obstacle(): Obstacle | null {
    if (this.busy) return 'busy';
    if (this.drive !== '') return 'drive';
    if (this.workspaceError) return 'workspace';
    if (!this.workspace) return 'connecting';
    if (this.notebookError) return 'notebook';
    return this.info ? this.obstacleIn(this.info) : 'loading';
  }

  /** Why the files of the folder are too large to submit; null if they are not. */
  get tooLarge(): string | null {
    return this.info?.snapshot.tooLarge ?? null;
  }

  private obstacleIn(info: NotebookInfo): Obstacle | null {
    const { kernel, readOnly, unsaved } = this.screen;
    if (!info.kernel && !this.liveKernel) {
      return kernel === 'starting' ? 'kernel-starting' : 'no-kernel';
    }
    if (readOnly && unsaved) return 'read-only';
    if (this.tooLarge !== null) return 'too-large';
    return this.formFits ? null : 'values';
  }

  private get liveKernel() {
    const { kernel } = this.screen;
    return kernel === 'starting' ? null : kernel;
  }

  private get formFits(): boolean {
    return fitValues(this.fields, this.form.parameters) && this.optionProblems.size === 0;
  }

  type(field: Parameter, value: FormValue): void {
    const parameters = new Map(this.form.parameters);
    if (value === initialValue(field)) parameters.delete(field.name);
    else parameters.set(field.name, value);
    if (this.submitError?.target === field.name) this.submitError = null;
    this.change({ parameters });
  }

  /** Whether a cell is the parameters cell; null if it cannot be, because it is no code cell. */
  isParametersCell(element?: Element): boolean | null {
    return this.screen.isParametersCell(element);
  }

  /** Makes a cell the parameters cell, or no longer so if it is the one. */
  toggleParametersCell(element?: Element): void {
    this.screen.toggleParametersCell(element);
  }

  reset(): void {
    this.submitError = null;
    this.change({ parameters: new Map() });
  }

  choose(choice: { compute?: string; experiment?: string }): void {
    const isDefault = choice.experiment === this.info?.experiment;
    this.change(isDefault ? { ...choice, experiment: null } : choice);
  }

  /** Changes some of the options; an error about one of them is no longer shown. */
  setOptions(options: Partial<JobOptions>): void {
    if (this.submitError?.target?.startsWith('/')) this.submitError = null;
    this.change({ options: { ...this.options, ...options } });
  }

  /** Adds a row for an environment variable to the options, and shows them. */
  addVariable(name: string): void {
    this.sections.set('options', true);
    this.setOptions({ variables: [...this.options.variables, { name, value: '' }] });
  }

  /**
   * Names an untitled notebook, saves it and submits it with the values of the form. The bridge reads the notebook and its
   * folder only for the submit itself: the form is brought up to date from the page.
   */
  async submit(): Promise<void> {
    if (!this.canSubmit) return;
    this.submitError = null;
    try {
      this.begin('naming');
      if (!(await this.named())) return;
      const { path } = this;
      if (path === null) return;
      const { unsaved } = this.screen;
      this.begin('saving');
      await this.save();
      this.begin('submitting');
      await this.readForSubmit(path, unsaved);
      if (this.notebookError || this.info?.path !== path) return;
      const job = await this.service.submit(this.request(path));
      this._submitted.emit(job);
    } catch (e) {
      this.submitError = ServiceError.from(e);
    } finally {
      this.step = null;
      this._changed.emit();
    }
    if (this.submitError) this.refresh();
  }

  /** The submit with the values of the form, for other tools; null while a submit is not possible. */
  async submitAs(): Promise<SubmitTexts | null> {
    return this.path === null ? null : this.service.submitAs(this.request(this.path));
  }

  /** Writes the job file beside the notebook; returns its path. */
  writeJobFile(): Promise<string> {
    return this.service.writeJobFile(this.request(this.path ?? ''));
  }

  /** Excludes a file or folder of the preview from the upload. */
  async exclude(path: string): Promise<void> {
    const notebook = this.path;
    if (notebook === null) return;
    this.excludeError = null;
    try {
      const snapshot = await this.service.exclude(notebook, path);
      if (this.info?.path === notebook) this.info = { ...this.info, snapshot };
    } catch (e) {
      this.excludeError = ServiceError.from(e);
    }
    this._changed.emit();
  }

  /** Reads the upload preview again if the files have changed since or are too large, and the workspace if that failed. */
  refresh(): void {
    if (this.previewIsOld || this.tooLarge !== null) void this.readNotebook();
    if (this.workspaceError) void this.readWorkspace();
  }

  dispose(): void {
    clearTimeout(this.editTimer);
    Signal.clearData(this);
  }

  private begin(step: SubmitModel['step']): void {
    this.step = step;
    this._changed.emit();
  }

  /** Asks for the name of an untitled notebook; false if the user cancels. */
  private async named(): Promise<boolean> {
    if (this.path === null || !isUntitled(this.path)) return true;
    try {
      return await nameNotebook(this.screen, this.askName);
    } catch (e) {
      throw new ServiceError({ code: 'RenameFailed', message: ServiceError.from(e).message });
    }
  }

  private async save(): Promise<void> {
    try {
      await this.screen.save();
    } catch (e) {
      throw new ServiceError({ code: 'SaveFailed', message: ServiceError.from(e).message });
    }
  }

  private request(notebook: string): SubmitRequest {
    return {
      notebook,
      parameters: givenValues(this.fields, this.form.parameters),
      compute: this.compute || undefined,
      experiment: this.experiment.trim() || undefined,
      ...requestedOptions(this.options)
    };
  }

  /** The typed values of the notebook on screen. */
  private get form(): FormEntry {
    return this.memory.get(this.path ?? '');
  }

  private change(change: Partial<FormEntry>): void {
    this.memory.change(this.path ?? '', change);
    this._changed.emit();
  }

  private async readWorkspace(): Promise<void> {
    try {
      this.workspace = await this.service.workspace();
      [this.computes, this.environments] = await Promise.all([
        this.service.computes(),
        this.service.environments()
      ]);
      this.workspaceError = null;
    } catch (e) {
      this.workspaceError = ServiceError.from(e);
    }
    this._changed.emit();
  }

  private async readForSubmit(path: string, wasUnsaved: boolean): Promise<void> {
    if (this.info?.path !== path || this.notebookError) await this.readNotebook();
    else if (wasUnsaved || this.shownEdit < this.edits) await this.readEdits();
  }

  private async readNotebook(): Promise<void> {
    const { path } = this;
    const reading = ++this.reading;
    const edit = this.screen.dirty ? this.shownEdit : this.edits;
    this.previewIsOld = false;
    if (path === null || this.drive !== '') {
      this.info = null;
      this.notebookError = null;
      this._changed.emit();
      return;
    }
    try {
      const info = await this.service.notebook(path);
      if (reading !== this.reading) return;
      this.info = info;
      this.notebookError = null;
      this.shownEdit = edit;
      // The page knows the kernel that the file does not name yet.
      if (!info.kernel && this.liveKernel) await this.readEdits();
    } catch (e) {
      if (reading !== this.reading) return;
      this.info = null;
      this.notebookError = ServiceError.from(e);
    }
    this._changed.emit();
  }

  private async readEdits(): Promise<void> {
    const { path } = this;
    if (path === null || this.info?.path !== path) return;
    const reading = ++this.reading;
    const edit = this.edits;
    clearTimeout(this.editTimer);
    try {
      const edited = await this.service.parameters(path, this.screen.text());
      if (reading === this.reading) {
        this.info = { ...this.info, ...edited };
        this.shownEdit = edit;
        this.notebookError = null;
      }
    } catch (e) {
      if (reading === this.reading) this.notebookError = ServiceError.from(e);
    }
    this._changed.emit();
  }

  private _onPath(): void {
    this.submitError = null;
    this.excludeError = null;
    if (this.info?.path !== this.path) this.info = null;
    this._changed.emit();
    void this.readNotebook();
  }

  /** The values of the form stay with the notebook. */
  private _onRenamed(_: unknown, { from, to }: Renaming): void {
    this.memory.rename(from, to);
    if (this.info?.path === from) this.info = { ...this.info, path: to };
  }

  private _onKernel(): void {
    if (this.info && !this.info.kernel && this.liveKernel) void this.readEdits();
    this._changed.emit();
  }

  /** The jobs have changed, or the workspace responds again. */
  private _onMessage(_: unknown, message: EventMessage): void {
    if (message.type === 'jobs') {
      this.jobs = message.jobs;
      this._changed.emit();
    }
    if (this.workspaceError && showsResponse(message)) void this.readWorkspace();
  }

  private _onSaved(): void {
    this.previewIsOld = true;
    // A submit saves too; its preview is read when the panel is shown again.
    if (!this.busy) this.refresh();
  }

  private _onSelection(): void {
    this._changed.emit();
  }

  private _onEdited(): void {
    this.edits += 1;
    clearTimeout(this.editTimer);
    this.editTimer = setTimeout(() => void this.readEdits(), EDIT_PAUSE_MS);
  }

  private _onConnected(_: unknown, connected: boolean): void {
    if (!connected) return;
    if (this.workspaceError || !this.workspace) void this.readWorkspace();
    if (this.notebookError) void this.readNotebook();
  }
}
