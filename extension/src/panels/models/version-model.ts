import { Signal, type ISignal } from '@lumino/signaling';
import type {
  ApiError,
  ModelVersionDetail,
  ModelVersionInfo,
  VersionChange
} from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';
import { PredictionModel } from './prediction-model.js';

/** A version of a model as the panel shows it in detail. */
export class VersionModel {
  private readonly _changed = new Signal<this, void>(this);

  /** Null until it is read. */
  detail: ModelVersionDetail | null = null;
  /** The error because of which it cannot be read. */
  error: ApiError | null = null;
  /** The error of the last action. */
  actionError: ApiError | null = null;
  busy = false;
  readonly prediction: PredictionModel;

  constructor(
    private readonly service: ICarryService,
    readonly name: string,
    readonly version: string
  ) {
    this.prediction = new PredictionModel(service, name, version);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  async read(): Promise<void> {
    try {
      this.detail = await this.service.version(this.name, this.version);
      this.error = null;
    } catch (e) {
      this.error = ServiceError.from(e);
    }
    this._changed.emit();
  }

  /** Reads it again if it differs from what the list of versions says now. */
  async follow(versions: readonly ModelVersionInfo[]): Promise<void> {
    const listed = versions.find(({ version }) => version === this.version);
    if (this.busy || (listed && this.detail && isSame(listed, this.detail))) return;
    await this.read();
  }

  edit(change: VersionChange): Promise<boolean> {
    return this.act(() => this.service.editVersion(this.name, this.version, change));
  }

  /** Makes an alias refer to this version; it moves if another version of the model has it. */
  setAlias(alias: string): Promise<boolean> {
    return this.act(() => this.service.setAlias(this.name, alias, this.version));
  }

  removeAlias(alias: string): Promise<boolean> {
    return this.act(() => this.service.removeAlias(this.name, alias));
  }

  /** Copies a file into the lab; returns its path, or null after an error. */
  async open(path: string): Promise<string | null> {
    try {
      return (await this.service.openModelFile(this.name, this.version, path)).path;
    } catch (e) {
      this.fail(e);
      return null;
    }
  }

  /** Deletes the version; returns false after an error, such as that of a version in use. */
  async delete(): Promise<boolean> {
    try {
      await this.service.deleteVersion(this.name, this.version);
      return true;
    } catch (e) {
      this.fail(e);
      return false;
    }
  }

  dispose(): void {
    this.prediction.dispose();
    Signal.clearData(this);
  }

  /** Calls the service and reads the version again; returns false after an error. */
  private async act(work: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.actionError = null;
    this._changed.emit();
    try {
      await work();
      await this.read();
      return true;
    } catch (e) {
      this.fail(e);
      return false;
    } finally {
      this.busy = false;
      this._changed.emit();
    }
  }

  private fail(e: unknown): void {
    this.actionError = ServiceError.from(e);
    this._changed.emit();
  }
}

/** Compares what the list and the detail both have; the list has no metrics of old versions. */
function isSame(listed: ModelVersionInfo, detail: ModelVersionDetail): boolean {
  return (Object.keys(listed) as (keyof ModelVersionInfo)[]).every(
    key =>
      (key === 'metrics' && listed.metrics === null) ||
      JSON.stringify(listed[key]) === JSON.stringify(detail[key])
  );
}
