import { Signal, type ISignal } from '@lumino/signaling';
import type { ApiError, FoundRun, JobSummary } from '@carry-ml/bridge';
import type { TextStorage } from '../../parts/browser-storage.js';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';
import { distinctions, type Distinction } from './distinctions.js';
import { RunGrouping } from './run-grouping.js';
import { RunList, type RunFilter } from './run-list.js';

/** The runs that a filter finds: in one list or in groups, and the pinned ones above them. */
export class RunOverview {
  private readonly _changed = new Signal<this, void>(this);
  private told: ReadonlyMap<string, Distinction> | null = null;

  readonly all: RunList;
  readonly pinned: RunList;
  readonly grouping: RunGrouping;
  filter: RunFilter = {};
  experiments: readonly string[] = [];
  private experimentsError: ApiError | null = null;

  constructor(
    private readonly service: Pick<ICarryService, 'runs' | 'runGroups' | 'experiments'>,
    storage?: TextStorage
  ) {
    this.all = new RunList(service);
    this.pinned = new RunList(service, { pinned: true });
    this.grouping = new RunGrouping(service, storage);
    for (const part of this.parts) part.changed.connect(this._onPart, this);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** True once the service has responded to this filter. */
  get loaded(): boolean {
    return this.all.loaded && (this.grouping.by === null || this.grouping.loaded);
  }

  get error(): ApiError | null {
    return this.parts.find(({ error }) => error)?.error ?? this.experimentsError;
  }

  get isFiltered(): boolean {
    const { text = '', experiment, status, archived = false } = this.filter;
    return text.trim() !== '' || experiment !== undefined || status !== undefined || archived;
  }

  /** The runs that the page has read, each once. */
  get runs(): readonly FoundRun[] {
    const lists = [this.pinned, this.all, ...this.grouping.lists.values()];
    const runs = lists.flatMap(list => list.runs);
    return [...new Map(runs.map(run => [run.name, run])).values()];
  }

  /** What tells each of the runs apart from others of its notebook. */
  get distinctions(): ReadonlyMap<string, Distinction> {
    this.told ??= distinctions(this.runs);
    return this.told;
  }

  async setFilter(change: RunFilter): Promise<void> {
    this.filter = { ...this.filter, ...change };
    await Promise.all(this.parts.map(part => part.setFilter(this.filter)));
  }

  async refresh(): Promise<void> {
    await Promise.all([...this.parts.map(part => part.refresh()), this.readExperiments()]);
  }

  /** Shows a run that was just made, before a search finds it. */
  add(job: JobSummary): void {
    if (!this.isFiltered) this.all.add(job);
  }

  dispose(): void {
    for (const part of this.parts) part.dispose();
    Signal.clearData(this);
  }

  private get parts() {
    return [this.all, this.pinned, this.grouping];
  }

  private async readExperiments(): Promise<void> {
    try {
      this.experiments = await this.service.experiments();
      this.experimentsError = null;
    } catch (e) {
      this.experimentsError = ServiceError.from(e);
    }
    this._changed.emit();
  }

  private _onPart(): void {
    this.told = null;
    this._changed.emit();
  }
}
