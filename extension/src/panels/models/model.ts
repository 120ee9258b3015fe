import { Signal, type ISignal } from '@lumino/signaling';
import type {
  ApiError,
  EventMessage,
  ModelSummary,
  ModelVersionInfo,
  RunModels,
  Artifact,
  JobSummary
} from '@carry-ml/bridge';
import { showsResponse } from '../../service/shows-response.js';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';

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
  /** The versions of expanded models, newest first. */
  readonly versions = new Map<string, ModelVersionInfo[]>();
  form: RegisterForm | null = null;
  /** The version that was registered last. */
  registered: ModelVersionInfo | null = null;

  constructor(private readonly service: ICarryService) {
    service.events.message.connect(this._onMessage, this);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Reloads the list, and the versions of expanded models. */
  async refresh(): Promise<void> {
    try {
      this.models = await this.service.models();
      await Promise.all([...this.versions.keys()].map(name => this.readVersions(name)));
      this.error = null;
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
    this._changed.emit();
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
    Signal.clearData(this);
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

/** Keeps the characters that a model name may have: letters, digits, `-` and `_`. */
function modelName(displayName: string): string {
  return displayName.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|(?<!-)-+$/g, '');
}

/** Returns every folder and file; folders first, since a model is usually a folder. */
function registrable(files: Artifact[]): string[] {
  const folders = new Set<string>();
  for (const { path } of files) {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth += 1) {
      folders.add(parts.slice(0, depth).join('/'));
    }
  }
  return [...[...folders].sort(), ...files.map(({ path }) => path)];
}

/** Guesses which folder is the model: one that MLflow wrote, or one with `model` in its name. */
function likelyModel(choices: string[]): string {
  const mlflow = choices.find(path => path.endsWith('/MLmodel'))?.replace(/\/MLmodel$/, '');
  const named = choices.find(path => /model/i.test(path.slice(path.lastIndexOf('/') + 1)));
  return mlflow ?? named ?? '';
}
