import { Signal, type ISignal } from '@lumino/signaling';
import type {
  ApiError,
  EventMessage,
  ModelSummary,
  ModelVersionInfo,
  RunModels,
  JobSummary
} from '@carry-ml/bridge';
import { UserSettings } from '../../parts/user-settings.js';
import { showsResponse } from '../../service/shows-response.js';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';
import { likelyModel, modelName, registrable } from './register-proposals.js';
import { MODELS_DEFAULTS, type ModelsSettings } from '../../settings.js';
import { VersionModel } from './version-model.js';

/** The form that registers a model version. */
export interface RegisterForm {
  job: JobSummary;
  name: string;
  path: string;
  description: string;
  /** The files and folders of the job's run that can be registered; null until they are loaded. */
  choices: string[] | null;
  /** The models that the run has by itself; null until they are loaded. */
  found: RunModels | null;
  busy: boolean;
  error: ApiError | null;
}

/** The state of the Models panel. */
export class ModelsModel {
  private readonly _changed = new Signal<this, void>(this);

  models: ModelSummary[] | null = null;
  error: ApiError | null = null;
  /** The error of the last deletion of a model. */
  actionError: ApiError | null = null;
  /** The versions of expanded models, newest first. */
  readonly versions = new Map<string, ModelVersionInfo[]>();
  form: RegisterForm | null = null;
  /** The version that was registered last. */
  registered: ModelVersionInfo | null = null;
  /** The version that is shown in detail instead of the list. */
  selected: VersionModel | null = null;
  /** The line of the list that was opened last; it gets the focus when the list is shown again. */
  focused: { model: string; version: string } | null = null;

  constructor(
    private readonly service: ICarryService,
    readonly settings: ModelsSettings = new UserSettings(MODELS_DEFAULTS)
  ) {
    settings.changed.connect(this._onSettings, this);
    service.events.message.connect(this._onMessage, this);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Reloads the list, and the versions of expanded models. */
  async refresh(): Promise<void> {
    try {
      const models = await this.service.models();
      this.models = models;
      for (const name of this.versions.keys())
        if (!models.some(model => model.name === name)) this.versions.delete(name);
      await Promise.all([...this.versions.keys()].map(name => this.readVersions(name)));
      this.error = null;
      await this.selected?.follow(this.versions.get(this.selected.name) ?? []);
    } catch (e) {
      this.error = ServiceError.from(e);
    }
    this._changed.emit();
  }

  async toggle(name: string): Promise<void> {
    if (this.versions.delete(name)) {
      this._changed.emit();
      return;
    }
    try {
      await this.readVersions(name);
      this.error = null;
    } catch (e) {
      this.error = ServiceError.from(e);
    }
    this._changed.emit();
  }

  /** Shows a version in detail. */
  async open(name: string, version: string): Promise<void> {
    const { selected } = this;
    if (selected?.name === name && selected.version === version) return;
    this.closeVersion();
    this.focused = { model: name, version };
    this.selected = new VersionModel(this.service, name, version);
    if (!this.versions.has(name)) this.versions.set(name, []);
    this._changed.emit();
    await Promise.all([this.selected.read(), this.refresh()]);
  }

  /** Shows the list. */
  closeVersion(): void {
    this.selected?.dispose();
    this.selected = null;
    this._changed.emit();
  }

  /** Deletes the version that is shown, and shows the list. */
  async deleteVersion(): Promise<void> {
    const { selected } = this;
    if (!(await selected?.delete())) return;
    if (this.selected === selected) this.closeVersion();
    await this.refresh();
  }

  /** Deletes a model with all its versions, if the typed name is its name. */
  async deleteModel(name: string, typed: string): Promise<void> {
    try {
      await this.service.deleteModel(name, typed);
      this.actionError = null;
      await this.refresh();
    } catch (e) {
      this.actionError = ServiceError.from(e);
      this._changed.emit();
    }
  }

  /** Opens the form for a job. */
  async beginRegister(job: JobSummary): Promise<void> {
    const form: RegisterForm = {
      job,
      name: modelName(job.displayName),
      path: '',
      description: '',
      choices: null,
      found: null,
      busy: false,
      error: null
    };
    this.form = form;
    this.closeVersion();
    // A run without readable models can still be registered from its files.
    await Promise.all([this.readChoices(form), this.readFound(form)]);
    this._changed.emit();
  }

  private async readChoices(form: RegisterForm): Promise<void> {
    try {
      form.choices = registrable(await this.service.files(form.job.name));
      form.path = likelyModel(form.choices);
    } catch (e) {
      form.choices = [];
      form.error = ServiceError.from(e);
    }
  }

  private async readFound(form: RegisterForm): Promise<void> {
    const { job } = form;
    try {
      form.found = await this.service.runModels(job.name);
      // A name that the user has typed meanwhile stays.
      if (form.name === modelName(job.displayName)) {
        form.name = form.found.proposedName ?? form.name;
      }
    } catch (e) {
      form.error = ServiceError.from(e);
    }
  }

  edit(change: Partial<Pick<RegisterForm, 'name' | 'path' | 'description'>>): void {
    if (!this.form) return;
    Object.assign(this.form, change);
    this._changed.emit();
  }

  closeForm(): void {
    this.form = null;
    this._changed.emit();
  }

  async register(): Promise<void> {
    const { form } = this;
    if (!form || form.busy) return;
    form.busy = true;
    form.error = null;
    this._changed.emit();
    try {
      const { name, path, description, job } = form;
      const version = await this.service.register({
        name: name.trim(),
        run: job.name,
        path,
        description: description.trim() || undefined
      });
      this.registered = version;
      if (this.form === form) this.form = null;
      this.versions.set(version.name, this.versions.get(version.name) ?? []);
      await this.refresh();
    } catch (e) {
      form.error = ServiceError.from(e);
    } finally {
      form.busy = false;
      this._changed.emit();
    }
  }

  dispose(): void {
    this.selected?.dispose();
    Signal.clearData(this);
  }

  private _onSettings(): void {
    this._changed.emit();
  }

  /** The workspace responds again: the list is read again without a click. */
  private _onMessage(_: unknown, message: EventMessage): void {
    if (this.error && showsResponse(message)) void this.refresh();
  }

  private async readVersions(name: string): Promise<void> {
    const versions = await this.service.versions(name);
    this.versions.set(name, versions.sort(newestFirst));
  }
}

/** Versions are numbers by default; Azure ML also accepts words. */
function newestFirst(a: ModelVersionInfo, b: ModelVersionInfo): number {
  return b.version.localeCompare(a.version, undefined, { numeric: true });
}
