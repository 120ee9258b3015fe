import { Signal, type ISignal } from '@lumino/signaling';
import type {
  ApiError,
  NotebookInfo,
  Parameter,
  JobSummary,
  SubmitRequest,
  SubmitTexts,
  WorkspaceInfo
} from '@carry-ml/bridge';
import { UserSettings } from '../../parts/user-settings.js';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';
import { chosenCompute, computeLoad, type ComputeLoad } from './compute-load.js';
import { fitValues, givenValues, initialValue, readValue, type FormValue } from './field-value.js';
import { FormMemory, type FormEntry } from './form-memory.js';
import {
  KERNEL_ENVIRONMENT,
  optionProblems,
  requestedOptions,
  type JobOptions,
  type OptionProblems
} from './job-options.js';
import { KernelEnvironment } from './kernel-environment.js';
import { runningKernel } from './live-kernel.js';
import { isUntitled, nameNotebook, type AskName } from './naming.js';
import type { INotebookOnScreen, Renaming } from './notebook-on-screen.js';
import { NotebookReading } from './notebook-reading.js';
import { OpenSections } from './open-sections.js';
import { SUBMIT_DEFAULTS, type SubmitSettings } from '../../settings.js';
import type { Obstacle } from './obstacle.js';
import { NO_SWEEP, SweepForm } from './sweep-form.js';
import { WorkspaceReading } from './workspace-reading.js';
import { WorkspaceSecrets, type AskSecret } from './workspace-secrets.js';

/** The state of the Submit panel: the form of the notebook on screen, and its submit. */
export class SubmitModel {
  private readonly _changed = new Signal<this, void>(this);
  private readonly _submitted = new Signal<this, JobSummary>(this);
  readonly destination: WorkspaceReading;
  readonly notebook: NotebookReading;

  /** The step of the submit that is under way. */
  step: 'naming' | 'saving' | 'submitting' | null = null;
  submitError: ApiError | null = null;

  /** The parameters with several values. */
  readonly sweep: SweepForm;
  readonly kernelEnvironment: KernelEnvironment;
  readonly secrets: WorkspaceSecrets;

  constructor(
    private readonly service: ICarryService,
    private readonly screen: INotebookOnScreen,
    private readonly askName: AskName,
    askSecret: AskSecret = () => Promise.resolve(null),
    private readonly memory = new FormMemory(),
    readonly sections = new OpenSections(),
    private readonly settings: SubmitSettings = new UserSettings(SUBMIT_DEFAULTS)
  ) {
    settings.changed.connect(this._onChange, this);
    screen.renamed.connect(this._onRenamed, this);
    screen.pathChanged.connect(this._onPath, this);
    screen.saved.connect(this._onSaved, this);
    screen.kernelChanged.connect(this._onChange, this);
    screen.selectionChanged.connect(this._onChange, this);
    this.destination = new WorkspaceReading(service);
    this.notebook = new NotebookReading(service, screen);
    this.sweep = new SweepForm(
      () => this.info && { ...this.info, parameters: this.valued },
      () => this.form.sweep,
      sweep => {
        if (this.submitError?.target !== undefined) this.submitError = null;
        this.change({ sweep });
      }
    );
    this.kernelEnvironment = new KernelEnvironment(
      service,
      screen,
      () => this.options.environment === KERNEL_ENVIRONMENT
    );
    this.secrets = new WorkspaceSecrets(service, askSecret);
    this.destination.changed.connect(this._onChange, this);
    this.notebook.changed.connect(this._onChange, this);
    this.kernelEnvironment.changed.connect(this._onChange, this);
    this.secrets.changed.connect(this._onChange, this);
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

  get workspace(): WorkspaceInfo | null {
    return this.destination.workspace;
  }

  get workspaceError(): ApiError | null {
    return this.destination.error;
  }

  get info(): NotebookInfo | null {
    return this.notebook.info;
  }

  get notebookError(): ApiError | null {
    return this.notebook.error;
  }

  /** The parameters of the notebook, each a field of the form. Compute and experiment are properties of their own. */
  get fields(): readonly Parameter[] {
    return this.info?.parameters ?? [];
  }

  value(field: Parameter): FormValue {
    return this.form.parameters.get(field.name) ?? initialValue(field);
  }

  edited(field: Parameter): boolean {
    return this.form.parameters.has(field.name) || this.sweep.isVaried(field);
  }

  /** Name of the chosen compute. */
  get compute(): string {
    return this.chosen?.name ?? '';
  }

  private get chosen() {
    const { defaultCompute } = this.settings.values;
    return chosenCompute(this.destination.computes, this.form.compute, defaultCompute);
  }

  /** The jobs of the chosen compute; null before the computes are known. */
  get load(): ComputeLoad | null {
    const compute = this.chosen;
    return compute ? computeLoad(compute, this.destination.jobs) : null;
  }

  get experiment(): string {
    return this.form.experiment ?? this.initialExperiment;
  }

  private get initialExperiment(): string {
    return this.settings.values.defaultExperiment || (this.info?.experiment ?? '');
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
    if (this.edited(field) && !this.sweep.isVaried(field)) {
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
    return runningKernel(this.screen.kernel);
  }

  private get formFits(): boolean {
    const { fits } = this.sweep;
    return fits && fitValues(this.single, this.form.parameters) && this.optionProblems.size === 0;
  }

  type(field: Parameter, value: FormValue): void {
    const parameters = new Map(this.form.parameters);
    if (value === initialValue(field)) parameters.delete(field.name);
    else parameters.set(field.name, value);
    if (this.submitError?.target === field.name) this.submitError = null;
    this.change({ parameters });
  }

  isParametersCell(element?: Element): boolean | null {
    return this.screen.isParametersCell(element);
  }

  toggleParametersCell(element?: Element): void {
    this.screen.toggleParametersCell(element);
  }

  reset(): void {
    this.submitError = null;
    this.change({ parameters: new Map(), sweep: NO_SWEEP });
  }

  choose(choice: { compute?: string; experiment?: string }): void {
    const isDefault = choice.experiment === this.initialExperiment;
    this.change(isDefault ? { ...choice, experiment: null } : choice);
  }

  /** Changes some of the options; an error about one of them is no longer shown. */
  setOptions(options: Partial<JobOptions>): void {
    if (this.submitError?.target?.startsWith('/')) this.submitError = null;
    this.change({ options: { ...this.options, ...options } });
    if (options.environment === KERNEL_ENVIRONMENT) void this.kernelEnvironment.read();
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
      await this.notebook.readSaved(path, unsaved);
      if (this.notebookError || this.info?.path !== path) return;
      const job = await this.service.submit(await this.request(path));
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
    return this.path === null ? null : this.service.submitAs(await this.request(this.path));
  }

  /** Writes the job file beside the notebook; returns its path. */
  async writeJobFile(): Promise<string> {
    return this.service.writeJobFile(await this.request(this.path ?? ''));
  }

  /** Excludes a file or folder of the preview from the upload. */
  exclude(path: string): Promise<void> {
    return this.notebook.exclude(path);
  }

  /** Reads the upload preview again if the files have changed since or are too large, and the workspace if that failed. */
  refresh(): void {
    this.notebook.refresh();
    if (this.workspaceError) void this.destination.read();
  }

  dispose(): void {
    const parts = [this.kernelEnvironment, this.secrets, this.notebook, this.destination];
    for (const part of parts) part.dispose();
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

  private async request(notebook: string): Promise<SubmitRequest> {
    const kernelPackages = await this.kernelEnvironment.packages();
    return {
      notebook,
      parameters: givenValues(this.single, this.form.parameters),
      sweep: this.sweep.requested(),
      compute: this.compute || undefined,
      experiment: this.experiment.trim() || undefined,
      ...requestedOptions(this.options),
      kernelPackages
    };
  }

  /** The data asset whose path a parameter gets; null if it has a value. */
  dataOf({ name }: Parameter): string | null {
    return this.options.data.find(row => row.name.trim() === name)?.value ?? null;
  }

  /** The parameters with values: those that do not get the path of data. */
  private get valued(): Parameter[] {
    return this.fields.filter(field => this.dataOf(field) === null);
  }

  /** The parameters with one value. */
  private get single(): Parameter[] {
    return this.valued.filter(field => !this.sweep.isVaried(field));
  }

  /** The typed values of the notebook on screen. */
  private get form(): FormEntry {
    return this.memory.get(this.path ?? '');
  }

  private change(change: Partial<FormEntry>): void {
    this.memory.change(this.path ?? '', change);
    this._changed.emit();
  }

  private _onChange(): void {
    this._changed.emit();
  }

  private _onPath(): void {
    this.submitError = null;
    this._changed.emit();
  }

  /** The values of the form stay with the notebook. */
  private _onRenamed(_: unknown, { from, to }: Renaming): void {
    this.memory.rename(from, to);
  }

  private _onSaved(): void {
    this.notebook.markOld();
    // A submit saves too; its preview is read when the panel is shown again.
    if (!this.busy) this.refresh();
  }
}
