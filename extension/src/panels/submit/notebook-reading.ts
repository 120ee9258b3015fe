import { Signal, type ISignal } from '@lumino/signaling';
import type { ApiError, NotebookInfo } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';
import { runningKernel } from './live-kernel.js';
import type { INotebookOnScreen, Renaming } from './notebook-on-screen.js';

/** How long after the last edit the parameters cell is read again. */
const EDIT_PAUSE_MS = 400;

/** The notebook on screen as the bridge reads it: its parameters, its upload, and what it lacks. Follows the screen and its edits. */
export class NotebookReading {
  private readonly _changed = new Signal<this, void>(this);
  private editTimer: ReturnType<typeof setTimeout> | undefined;
  /** Counts the readings of the notebook, so that a late response is recognised. */
  private reading = 0;
  /** Counts the edits of the page, and the last edit that `info` shows. */
  private edits = 0;
  private shownEdit = 0;
  /** True if the files on disk have changed since the upload preview was read. */
  private isOld = false;

  /** Null while it is read, without a notebook on screen, and after an error. */
  info: NotebookInfo | null = null;
  error: ApiError | null = null;
  /** The error of the last exclusion from the upload. */
  excludeError: ApiError | null = null;

  constructor(
    private readonly service: ICarryService,
    private readonly screen: INotebookOnScreen
  ) {
    screen.renamed.connect(this._onRenamed, this);
    screen.kernelChanged.connect(this._onKernel, this);
    screen.pathChanged.connect(this._onPath, this);
    screen.edited.connect(this._onEdited, this);
    service.events.connectedChanged.connect(this._onConnected, this);
    void this.read();
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Notes that the files on disk have changed; `refresh` reads them. */
  markOld(): void {
    this.isOld = true;
  }

  /** Reads the upload preview again if the files have changed since, or are too large. */
  refresh(): void {
    if (this.isOld || this.info?.snapshot.tooLarge) void this.read();
  }

  /** Brings `info` up to date with a page that was just saved, with as few requests as possible. */
  async readSaved(path: string, wasUnsaved: boolean): Promise<void> {
    if (this.info?.path !== path || this.error) await this.read();
    else if (wasUnsaved || this.shownEdit < this.edits) await this.readEdits();
  }

  /** Excludes a file or folder of the preview from the upload. */
  async exclude(path: string): Promise<void> {
    const notebook = this.screen.path;
    if (notebook === null) return;
    this.excludeError = null;
    try {
      const upload = await this.service.exclude(notebook, path);
      if (this.info?.path === notebook) this.info = { ...this.info, ...upload };
    } catch (e) {
      this.excludeError = ServiceError.from(e);
    }
    this._changed.emit();
  }

  dispose(): void {
    clearTimeout(this.editTimer);
    Signal.clearData(this);
  }

  private async read(): Promise<void> {
    const { path, drive } = this.screen;
    const reading = ++this.reading;
    const edit = this.screen.dirty ? this.shownEdit : this.edits;
    this.isOld = false;
    if (path === null || drive !== '') {
      this.info = null;
      this.error = null;
      this._changed.emit();
      return;
    }
    try {
      const info = await this.service.notebook(path);
      if (reading !== this.reading) return;
      this.info = info;
      this.error = null;
      this.shownEdit = edit;
      // The page knows the kernel that the file does not name yet.
      if (!info.kernel && runningKernel(this.screen.kernel)) await this.readEdits();
    } catch (e) {
      if (reading !== this.reading) return;
      this.info = null;
      this.error = ServiceError.from(e);
    }
    this._changed.emit();
  }

  private async readEdits(): Promise<void> {
    const { path } = this.screen;
    if (path === null || this.info?.path !== path) return;
    const reading = ++this.reading;
    const edit = this.edits;
    clearTimeout(this.editTimer);
    try {
      const edited = await this.service.parameters(path, this.screen.text());
      if (reading === this.reading) {
        this.info = { ...this.info, ...edited };
        this.shownEdit = edit;
        this.error = null;
      }
    } catch (e) {
      if (reading === this.reading) this.error = ServiceError.from(e);
    }
    this._changed.emit();
  }

  private _onPath(): void {
    this.excludeError = null;
    if (this.info?.path !== this.screen.path) this.info = null;
    this._changed.emit();
    void this.read();
  }

  private _onRenamed(_: unknown, { from, to }: Renaming): void {
    if (this.info?.path === from) this.info = { ...this.info, path: to };
  }

  private _onKernel(): void {
    if (this.info && !this.info.kernel && runningKernel(this.screen.kernel)) void this.readEdits();
  }

  private _onEdited(): void {
    this.edits += 1;
    clearTimeout(this.editTimer);
    this.editTimer = setTimeout(() => void this.readEdits(), EDIT_PAUSE_MS);
  }

  private _onConnected(_: unknown, connected: boolean): void {
    if (connected && this.error) void this.read();
  }
}
