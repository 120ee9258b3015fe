import { Signal, type ISignal } from '@lumino/signaling';
import type { ApiError, ComparedRun, MetricSeries } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';
import { diffNotebooks, type NotebookDiff } from './notebook-diff.js';

/** One run of the comparison. */
export interface ComparedColumn {
  /** The id of the run. */
  name: string;
  /** Null before it is read, and if it cannot be. */
  run: ComparedRun | null;
  /** Why the run, or its curves, cannot be read. */
  error: ApiError | null;
  series: readonly MetricSeries[];
}

/** How long to wait before unfinished runs are read again. */
const POLL_INTERVAL_MS = 1500;

/** How long to wait before runs that have all ended are read again, because one of them could not be read. */
const RETRY_INTERVAL_MS = 10_000;

/** Some runs beside each other, read again while one of them is unfinished. */
export class CompareModel {
  private readonly _changed = new Signal<this, void>(this);
  private readonly shown = new Map<string, string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private disposed = false;

  columns: readonly ComparedColumn[];
  /** False until the first response. */
  loaded = false;
  /** The error that keeps the page from being updated. */
  error: ApiError | null = null;

  constructor(
    private readonly service: Pick<ICarryService, 'compare' | 'curves' | 'runNotebook'>,
    readonly runs: readonly string[],
    /** False while nobody can see the page: nothing is read then. */
    private readonly isShown = () => true
  ) {
    this.columns = runs.map(name => ({ name, run: null, error: null, series: [] }));
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Reads the runs, and again until all have ended and are read. */
  async follow(): Promise<void> {
    if (!this.loaded || this.isShown()) await this.read();
    const isOver = this.error === null && this.columns.every(({ run }) => run?.finished !== false);
    const isWhole = this.columns.every(({ error }) => error === null);
    if ((isOver && isWhole) || this.disposed) return;
    const wait = isOver ? RETRY_INTERVAL_MS : POLL_INTERVAL_MS;
    this.timer = setTimeout(() => void this.follow(), wait);
  }

  /** Compares the executed notebooks of two runs. */
  async diffNotebooks(before: string, after: string): Promise<NotebookDiff> {
    const read = (run: string) => this.service.runNotebook(run, null);
    const [from, to] = await Promise.all([read(before), read(after)]);
    return diffNotebooks(from, to);
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    Signal.clearData(this);
  }

  private async read(): Promise<void> {
    try {
      const { runs } = await this.service.compare(this.runs);
      const read = new Map(runs.map(one => [one.name, one]));
      this.columns = this.columns.map(column => ({ ...column, ...read.get(column.name) }));
      this.error = null;
      this.loaded = true;
      this._changed.emit();
      await Promise.all(this.columns.map(column => this.readCurves(column)));
    } catch (e) {
      this.error = ServiceError.from(e);
    }
    this._changed.emit();
  }

  /** Reads the curves of a run if one of its metrics was logged again. */
  private async readCurves({ name, run }: ComparedColumn): Promise<void> {
    const latest = JSON.stringify([run?.latest, run?.finished]);
    if (!run || latest === this.shown.get(name)) return;
    try {
      this.update(name, { series: await this.service.curves(name) });
      this.shown.set(name, latest);
    } catch (e) {
      this.update(name, { error: ServiceError.from(e) });
    }
  }

  private update(name: string, change: Partial<ComparedColumn>): void {
    this.columns = this.columns.map(one => (one.name === name ? { ...one, ...change } : one));
  }
}
