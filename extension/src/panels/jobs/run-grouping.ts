import { Signal, type ISignal } from '@lumino/signaling';
import type { ApiError, RunGroup, RunGroupsQuery } from '@carry-ml/bridge';
import type { TextStorage } from '../../parts/browser-storage.js';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';
import { RunList, type RunFilter } from './run-list.js';

/** What the runs of a group have in common. */
export type GroupBy = RunGroupsQuery['by'];

/** What survives a reload of the page. */
interface Stored {
  by: GroupBy | null;
  /** The open groups, each as what it is grouped by and its key. */
  open: string[];
}

const STORAGE_KEY = 'jupyterlab-carry:run-groups';

/** The runs by experiment or notebook: the service counts all of them, and the runs of an open group are listed. */
export class RunGrouping {
  private readonly _changed = new Signal<this, void>(this);
  private readonly open: Set<string>;
  private isStale = false;
  private reading = false;

  /** Null while the runs are not grouped. */
  by: GroupBy | null;
  groups: readonly RunGroup[] = [];
  /** False if the service has more runs than it counts. */
  isComplete = true;
  /** False until the first response to this filter. */
  loaded = false;
  error: ApiError | null = null;
  /** The runs of the groups that are open, by key. */
  readonly lists = new Map<string, RunList>();

  constructor(
    private readonly service: Pick<ICarryService, 'runs' | 'runGroups'>,
    private readonly storage?: TextStorage,
    private filter: RunFilter = {}
  ) {
    const stored = read(storage);
    this.by = stored.by;
    this.open = new Set(stored.open);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Groups the runs, or no longer does. */
  async setBy(by: GroupBy | null): Promise<void> {
    this.by = by;
    this.store();
    await this.reset();
  }

  async setFilter(filter: RunFilter): Promise<void> {
    this.filter = filter;
    await this.reset();
  }

  /** Opens a group, or closes it. */
  async toggle(key: string): Promise<void> {
    const id = this.idOf(key);
    if (!this.open.delete(id)) this.open.add(id);
    this.store();
    this.arrange();
    this._changed.emit();
    await this.lists.get(key)?.refresh();
  }

  /** Counts the runs again, and reads those of the open groups. */
  async refresh(): Promise<void> {
    this.isStale = true;
    if (this.reading) return;
    this.reading = true;
    while (this.isStale) {
      this.isStale = false;
      await this.read();
    }
    this.reading = false;
  }

  dispose(): void {
    for (const list of this.lists.values()) list.dispose();
    Signal.clearData(this);
  }

  private async reset(): Promise<void> {
    this.groups = [];
    this.loaded = false;
    this.arrange();
    this._changed.emit();
    await this.refresh();
  }

  /** Applies the response unless something else is asked for since. */
  private async read(): Promise<void> {
    const { by, filter } = this;
    if (by === null) return;
    const isOld = (): boolean => by !== this.by || filter !== this.filter;
    try {
      const { groups, isComplete } = await this.service.runGroups({ ...filter, by });
      if (isOld()) return;
      Object.assign(this, { groups, isComplete, loaded: true, error: null });
      this.arrange();
    } catch (e) {
      if (isOld()) return;
      this.error = ServiceError.from(e);
    }
    this._changed.emit();
    await Promise.all([...this.lists.values()].map(list => list.refresh()));
  }

  /** Has a list for each group that is there and open, and for no other. */
  private arrange(): void {
    const open = this.groups.map(({ key }) => key).filter(key => this.open.has(this.idOf(key)));
    for (const [key, list] of this.lists) {
      if (open.includes(key)) continue;
      list.dispose();
      this.lists.delete(key);
    }
    for (const key of open) {
      if (this.lists.has(key) || this.by === null) continue;
      const list = new RunList(this.service, { ...this.filter, [this.by]: key });
      list.changed.connect(this._onList, this);
      this.lists.set(key, list);
    }
  }

  private idOf(key: string): string {
    return `${this.by ?? ''} ${key}`;
  }

  private store(): void {
    const stored: Stored = { by: this.by, open: [...this.open] };
    this.storage?.setItem(STORAGE_KEY, JSON.stringify(stored));
  }

  private _onList(): void {
    this._changed.emit();
  }
}

function read(storage: TextStorage | undefined): Stored {
  try {
    const { by, open } = JSON.parse(storage?.getItem(STORAGE_KEY) ?? '{}') as Partial<Stored>;
    return {
      by: by === 'experiment' || by === 'notebook' ? by : null,
      open: Array.isArray(open) ? open.filter(id => typeof id === 'string') : []
    };
  } catch {
    // Another program wrote to the storage: nothing is grouped then.
    return { by: null, open: [] };
  }
}
