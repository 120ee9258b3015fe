import { Signal, type ISignal } from '@lumino/signaling';
import type { ApiError, ComputeInfo, JobSummary, Parameter } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { TextStorage } from '../../parts/browser-storage.js';
import type { ICarryService } from '../../tokens.js';
import { chosenCompute } from '../submit/compute-load.js';
import { DraftStorage } from './draft-storage.js';
import {
  EMPTY_DRAFT,
  isNotebook,
  isRunnable,
  problemsOf,
  requestOf,
  withFiles,
  withMoved,
  withoutStep,
  withSource,
  type PipelineDraft,
  type Source
} from './draft.js';

/** What the page knows of the file of a step. */
export interface StepFile {
  parameters: readonly Parameter[];
  /** True once the bridge has read the file, and found no error. */
  isRead: boolean;
  error: ApiError | null;
}

type Service = Pick<ICarryService, 'notebook' | 'computes' | 'submitPipeline'>;

/** A pipeline of notebooks and scripts that the user puts together and submits. */
export class PipelineModel {
  private readonly _changed = new Signal<this, void>(this);
  private readonly _submitted = new Signal<this, JobSummary>(this);
  private readonly files = new Map<string, StepFile>();

  draft: PipelineDraft;
  computes: readonly ComputeInfo[] = [];
  /** The error of the last submit; its target is the name of a step, if it is about one. */
  error: ApiError | null = null;
  busy = false;

  private readonly storage: DraftStorage;

  /** The draft survives a reload of the page in a storage, under a key. */
  constructor(
    private readonly service: Service,
    storage: TextStorage,
    key: string,
    private readonly settings: { readonly values: { defaultCompute: string } }
  ) {
    this.storage = new DraftStorage(storage, key);
    this.draft = this.storage.read();
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get submitted(): ISignal<this, JobSummary> {
    return this._submitted;
  }

  get problems() {
    return problemsOf(this.draft, this.parametersOf);
  }

  get canSubmit(): boolean {
    const { draft, busy } = this;
    const areRead = draft.steps.every(({ path }) => !isNotebook(path) || this.file(path).isRead);
    return draft.steps.length > 0 && areRead && !busy && this.problems.length === 0;
  }

  /** Name of the compute that the pipeline is submitted to; empty while the workspace's are not known. */
  get compute(): string {
    const { defaultCompute } = this.settings.values;
    return chosenCompute(this.computes, this.draft.compute, defaultCompute)?.name ?? '';
  }

  file(path: string): StepFile {
    return this.files.get(path) ?? { parameters: [], isRead: false, error: null };
  }

  /** Reads the files of the steps and the computes again, as when the page is shown. */
  async refresh(): Promise<void> {
    await Promise.all([
      ...this.draft.steps.map(({ path }) => this.read(path)),
      this.readComputes()
    ]);
  }

  async add(paths: readonly string[]): Promise<void> {
    const usable = paths.filter(isRunnable);
    this.change(withFiles(this.draft, usable));
    await Promise.all(usable.map(path => this.read(path)));
  }

  move(step: string, by: number): void {
    this.change(withMoved(this.draft, step, by));
  }

  remove(step: string): void {
    this.change(withoutStep(this.draft, step));
  }

  clear(): void {
    this.change(EMPTY_DRAFT);
  }

  set(step: string, parameter: string, source: Source | null): void {
    this.change(withSource(this.draft, step, parameter, source));
  }

  choose(choice: Partial<Omit<PipelineDraft, 'steps'>>): void {
    this.change({ ...this.draft, ...choice });
  }

  async submit(): Promise<void> {
    if (!this.canSubmit) return;
    this.busy = true;
    this.error = null;
    this._changed.emit();
    try {
      this._submitted.emit(
        await this.service.submitPipeline(
          requestOf({ ...this.draft, compute: this.compute || null }, this.parametersOf)
        )
      );
    } catch (e) {
      this.error = ServiceError.from(e);
    } finally {
      this.busy = false;
      this._changed.emit();
    }
  }

  dispose(): void {
    Signal.clearData(this);
  }

  private readonly parametersOf = (path: string): readonly Parameter[] =>
    this.file(path).parameters;

  private change(draft: PipelineDraft): void {
    this.draft = draft;
    this.error = null;
    this.storage.write(draft);
    this._changed.emit();
  }

  private async read(path: string): Promise<void> {
    if (!isNotebook(path)) return;
    try {
      const { parameters } = await this.service.notebook(path);
      this.files.set(path, { parameters, isRead: true, error: null });
    } catch (e) {
      this.files.set(path, { parameters: [], isRead: false, error: ServiceError.from(e) });
    }
    this._changed.emit();
  }

  private async readComputes(): Promise<void> {
    try {
      this.computes = await this.service.computes();
    } catch (e) {
      this.error = ServiceError.from(e);
    }
    this._changed.emit();
  }
}
