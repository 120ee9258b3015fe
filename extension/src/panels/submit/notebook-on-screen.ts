import type { ILabShell } from '@jupyterlab/application';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { Signal, type ISignal } from '@lumino/signaling';

/** The notebook that the user looks at, whatever the file browser has selected. */
export interface INotebookOnScreen {
  /** Relative to the lab's root; null when no notebook is on screen. */
  readonly path: string | null;
  /** Another notebook came on screen, or this one was renamed. */
  readonly pathChanged: ISignal<INotebookOnScreen, void>;
  /** The notebook has been written to disk. */
  readonly saved: ISignal<INotebookOnScreen, void>;
  /** The notebook's text has been edited. */
  readonly edited: ISignal<INotebookOnScreen, void>;
  /** The notebook as it stands in the page, without its outputs. */
  text(): string;
  save(): Promise<void>;
}

/** Follows the tracker, the layout and the name of the current notebook. */
export class NotebookOnScreen implements INotebookOnScreen {
  private readonly _pathChanged = new Signal<this, void>(this);
  private readonly _saved = new Signal<this, void>(this);
  private readonly _edited = new Signal<this, void>(this);
  private panel: NotebookPanel | null = null;
  private known: string | null = null;

  constructor(
    private readonly tracker: INotebookTracker,
    shell: ILabShell | null
  ) {
    tracker.currentChanged.connect(this._onLook, this);
    tracker.widgetAdded.connect(this._onLook, this);
    shell?.currentChanged.connect(this._onLook, this);
    shell?.layoutModified.connect(this._onLook, this);
    this._onLook();
  }

  get path(): string | null {
    return this.known;
  }

  get pathChanged(): ISignal<this, void> {
    return this._pathChanged;
  }

  get saved(): ISignal<this, void> {
    return this._saved;
  }

  get edited(): ISignal<this, void> {
    return this._edited;
  }

  text(): string {
    const model = this.panel?.context.model;
    if (!model) return '';
    const notebook = model.toJSON() as { cells: { outputs?: unknown[] }[] };
    const cells = notebook.cells.map(cell => (cell.outputs ? { ...cell, outputs: [] } : cell));
    return JSON.stringify({ ...notebook, cells });
  }

  async save(): Promise<void> {
    const context = this.panel?.context;
    if (context?.model.dirty) await context.save();
  }

  private _onLook(): void {
    const panel = this.visible();
    if (panel !== this.panel) this.follow(panel);
    const path = panel?.context.path ?? null;
    if (path === this.known) return;
    this.known = path;
    this._pathChanged.emit();
  }

  /** The current notebook; or, when something else is current, one that is still to be seen beside it. */
  private visible(): NotebookPanel | null {
    const { currentWidget } = this.tracker;
    if (currentWidget?.isVisible) return currentWidget;
    return this.tracker.find(panel => panel.isVisible) ?? null;
  }

  private follow(panel: NotebookPanel | null): void {
    const before = this.panel;
    if (before && !before.isDisposed) {
      before.context.pathChanged.disconnect(this._onLook, this);
      before.context.fileChanged.disconnect(this._onSaved, this);
      before.context.model.contentChanged.disconnect(this._onEdited, this);
      before.disposed.disconnect(this._onLook, this);
    }
    this.panel = panel;
    if (!panel) return;
    panel.context.pathChanged.connect(this._onLook, this);
    panel.context.fileChanged.connect(this._onSaved, this);
    panel.context.model.contentChanged.connect(this._onEdited, this);
    panel.disposed.connect(this._onLook, this);
  }

  private _onSaved(): void {
    this._saved.emit();
  }

  private _onEdited(): void {
    this._edited.emit();
  }
}
