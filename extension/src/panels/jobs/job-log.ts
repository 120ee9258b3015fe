import { Signal, type ISignal } from '@lumino/signaling';
import type { LogChunk } from '@carry-ml/bridge';
import type { ICarryService } from '../../tokens.js';
import { LogDownload } from './log-download.js';
import { LogSearch } from './log-search.js';
import { LogWindow } from './log-window.js';

/** The log of a job: the part that the page holds, a search in the whole, and its download. */
export class JobLog {
  private readonly _changed = new Signal<this, void>(this);
  readonly window: LogWindow;
  readonly search: LogSearch;
  readonly download: LogDownload;

  constructor(
    readonly job: string,
    service: Pick<ICarryService, 'log' | 'searchLog' | 'logBytes'>
  ) {
    this.window = new LogWindow((query, signal) => service.log(job, query, signal));
    this.search = new LogSearch(
      (query, signal) => service.searchLog(job, query, signal),
      this.window
    );
    this.download = new LogDownload((from, signal) => service.logBytes(job, from, signal));
    for (const part of this.parts) part.changed.connect(this._onChanged, this);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The byte offset from which the log continues. */
  get end(): number {
    return this.window.liveEnd;
  }

  add(chunk: LogChunk): void {
    this.window.add(chunk);
    this.search.onGrown();
  }

  dispose(): void {
    for (const part of this.parts) part.dispose();
    Signal.clearData(this);
  }

  private get parts() {
    return [this.window, this.search, this.download];
  }

  private _onChanged(): void {
    this._changed.emit();
  }
}
