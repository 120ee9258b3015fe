import { Signal, type ISignal } from '@lumino/signaling';
import type { ApiError } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';

/** Reads the next bytes of a log from the service; none at its end. */
export type ReadLogBytes = (from: number, signal: AbortSignal) => Promise<Blob>;

/**
 * Joins the whole log for a file. The proxy of the Jupyter server holds a response in memory and refuses one over 100 MB: so the log
 * comes in parts, which the browser keeps outside of the page's memory.
 */
export class LogDownload {
  private readonly _changed = new Signal<this, void>(this);
  private downloading: AbortController | null = null;

  /** How many bytes have arrived; null while nothing is downloaded. */
  received: number | null = null;
  error: ApiError | null = null;

  constructor(private readonly read: ReadLogBytes) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Returns the log up to an offset, or null if the download failed or was stopped. */
  async start(end: number): Promise<Blob | null> {
    this.stop();
    const { signal } = (this.downloading = new AbortController());
    const parts: Blob[] = [];
    let error: ApiError | null = null;
    try {
      for (let at = 0; at < end;) {
        this.received = at;
        this._changed.emit();
        const part = await this.read(at, signal);
        signal.throwIfAborted();
        if (part.size === 0) break;
        parts.push(part);
        at += part.size;
      }
    } catch (e) {
      error = ServiceError.from(e);
    }
    if (signal.aborted) return null;
    this.stop();
    this.error = error;
    this._changed.emit();
    return error ? null : new Blob(parts);
  }

  stop(): void {
    this.downloading?.abort();
    this.downloading = null;
    this.received = null;
    this.error = null;
    this._changed.emit();
  }

  dispose(): void {
    this.stop();
    Signal.clearData(this);
  }
}
