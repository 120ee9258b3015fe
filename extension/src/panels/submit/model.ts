import { Signal, type ISignal } from '@lumino/signaling';
import type {
  ApiError,
  ComputeInfo,
  ParameterValue,
  NotebookInfo,
  Parameter,
  JobSummary,
  WorkspaceInfo
} from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';
import { initialValue, readValue, type FormValue } from './field-value.js';
import type { INotebookOnScreen } from './notebook-on-screen.js';

/** How long after the last edit the parameters cell is read again. */
const EDIT_PAUSE_MS = 400;

/** The state of the Submit panel: the notebook on screen, the form, and the workspace and compute to submit to. */
export class SubmitModel {
  private readonly _changed = new Signal<this, void>(this);
  private readonly _submitted = new Signal<this, JobSummary>(this);
  private readonly typed = new Map<string, Map<string, FormValue>>();
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
  info: NotebookInfo | null = null;
  compute = '';
  experiment = '';
  busy = false;
  /** The errors of reading the workspace, reading the notebook, and submitting it. */
  workspaceError: ApiError | null = null;
  notebookError: ApiError | null = null;
  submitError: ApiError | null = null;

  constructor(
    private readonly service: ICarryService,
    private readonly screen: INotebookOnScreen
  ) {
    screen.pathChanged.connect(this._onPath, this);
    screen.saved.connect(this._onSaved, this);
    screen.edited.connect(this._onEdited, this);
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
    return this.typedHere().get(field.name) ?? initialValue(field);
  }

  edited(field: Parameter): boolean {
    return this.typedHere().has(field.name);
  }

  /** The problem of a field: its content does not fit, or the bridge has refused the value. */
  problem(field: Parameter): string | null {
    if (this.edited(field)) {
      const reading = readValue(field, this.value(field));
      if (!reading.ok) return reading.problem;
    }
    return this.submitError?.target === field.name ? this.submitError.message : null;
  }

  get canSubmit(): boolean {
    return !this.busy && this.info !== null && this.formFits;
  }

  private get formFits(): boolean {
    return this.fields.every(one => !this.edited(one) || this.fits(one));
  }

  type(field: Parameter, value: FormValue): void {
    const edits = this.typedHere();
    if (value === initialValue(field)) edits.delete(field.name);
    else edits.set(field.name, value);
    if (this.submitError?.target === field.name) this.submitError = null;
    this._changed.emit();
  }

  reset(): void {
    this.typedHere().clear();
    this.submitError = null;
    this._changed.emit();
  }

  choose(choice: { compute?: string; experiment?: string }): void {
    Object.assign(this, choice);
    this._changed.emit();
  }

  /**
   * Saves the notebook and submits it with the values of the form. The bridge reads the notebook and its folder only for
   * the submit itself: the form is brought up to date from the page.
   */
  async submit(): Promise<void> {
    const { path } = this;
    if (path === null || this.busy || !this.formFits) return;
    this.busy = true;
    this.submitError = null;
    this._changed.emit();
    try {
      const { dirty } = this.screen;
      await this.screen.save();
      await this.readForSubmit(path, dirty);
      if (this.info?.path !== path) return;
      const job = await this.service.submit({
        notebook: path,
        parameters: this.given(),
        compute: this.compute || undefined,
        experiment: this.experiment.trim() || undefined
      });
      this._submitted.emit(job);
    } catch (e) {
      this.submitError = ServiceError.from(e);
    } finally {
      this.busy = false;
      this._changed.emit();
    }
    if (this.submitError) this.refresh();
  }

  /** Reads the upload preview again if the files have changed since. */
  refresh(): void {
    if (this.previewIsOld) void this.readNotebook();
  }

  dispose(): void {
    clearTimeout(this.editTimer);
    Signal.clearData(this);
  }

  /** The values to send: those of edited fields. For the others the code of the cell stands, whatever it computes. */
  private given(): Record<string, ParameterValue> {
    const values: Record<string, ParameterValue> = {};
    for (const field of this.fields) {
      if (!this.edited(field)) continue;
      const reading = readValue(field, this.value(field));
      if (reading.ok) values[field.name] = reading.value;
    }
    return values;
  }

  private fits(field: Parameter): boolean {
    return readValue(field, this.value(field)).ok;
  }

  private typedHere(): Map<string, FormValue> {
    const path = this.path ?? '';
    const known = this.typed.get(path) ?? new Map<string, FormValue>();
    this.typed.set(path, known);
    return known;
  }

  private async readWorkspace(): Promise<void> {
    try {
      this.workspace = await this.service.workspace();
      this.computes = await this.service.computes();
      this.workspaceError = null;
      if (!this.computes.some(({ name }) => name === this.compute)) {
        const preferred = this.computes.find(({ name }) => name === 'cpu') ?? this.computes[0];
        this.compute = preferred?.name ?? '';
      }
    } catch (e) {
      this.workspaceError = ServiceError.from(e);
    }
    this._changed.emit();
  }

  private async readForSubmit(path: string, wasDirty: boolean): Promise<void> {
    if (this.info?.path !== path || this.notebookError) await this.readNotebook();
    else if (wasDirty || this.shownEdit < this.edits) await this.readEdits();
  }

  private async readNotebook(): Promise<void> {
    const { path } = this;
    const reading = ++this.reading;
    const edit = this.screen.dirty ? this.shownEdit : this.edits;
    this.previewIsOld = false;
    if (path === null) {
      this.info = null;
      this.notebookError = null;
      this._changed.emit();
      return;
    }
    try {
      const info = await this.service.notebook(path);
      if (reading !== this.reading) return;
      if (this.info?.path !== info.path) this.experiment = info.experiment;
      this.info = info;
      this.shownEdit = edit;
      this.notebookError = null;
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
      }
    } catch (e) {
      if (reading === this.reading) this.notebookError = ServiceError.from(e);
    }
    this._changed.emit();
  }

  private _onPath(): void {
    this.submitError = null;
    if (this.info?.path !== this.path) this.info = null;
    this._changed.emit();
    void this.readNotebook();
  }

  private _onSaved(): void {
    this.previewIsOld = true;
    // A submit saves too; its preview is read when the panel is shown again.
    if (!this.busy) this.refresh();
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
