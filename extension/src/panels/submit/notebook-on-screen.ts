import type { ILabShell } from '@jupyterlab/application';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { Signal, type ISignal } from '@lumino/signaling';

/** The notebook that the user sees, independent of the selection in the file browser. */
export interface INotebookOnScreen {
  /** Relative to the lab's root; null when no notebook is on screen. */
  readonly path: string | null;
  /** Emitted when another notebook comes on screen, or this one is renamed. */
  readonly pathChanged: ISignal<INotebookOnScreen, void>;
  /** Emitted when the notebook has been saved to disk. */
  readonly saved: ISignal<INotebookOnScreen, void>;
  /** Emitted when the notebook has been edited. */
  readonly edited: ISignal<INotebookOnScreen, void>;
  /** True while the page has edits that are not saved. */
  readonly dirty: boolean;
  /** The text of the notebook as it is in the page, without its outputs. */
  text(): string;
  save(): Promise<void>;
}

/** Follows the notebook tracker, the layout, and the path of the current notebook. */
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
    tracker.currentChanged.connect(this._onLayout, this);
    tracker.widgetAdded.connect(this._onLayout, this);
    shell?.currentChanged.connect(this._onLayout, this);
    shell?.layoutModified.connect(this._onLayout, this);
    this._onLayout();
  }

  get path(): string | null {
    return this.known;
  }

  get pathChanged(): ISignal<this, void> {
    return this._pathChanged;
  }

  get dirty(): boolean {
    return this.panel?.context.model.dirty ?? false;
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

  private _onLayout(): void {
    const panel = this.visible();
    if (panel !== this.panel) this.follow(panel);
    const path = panel?.context.path ?? null;
    if (path === this.known) return;
    this.known = path;
    this._pathChanged.emit();
  }

  /** Returns the current notebook, or one that is visible beside another current widget. */
  private visible(): NotebookPanel | null {
    const { currentWidget } = this.tracker;
    if (currentWidget?.isVisible) return currentWidget;
    return this.tracker.find(panel => panel.isVisible) ?? null;
  }

  private follow(panel: NotebookPanel | null): void {
    const before = this.panel;
    if (before && !before.isDisposed) {
      before.context.pathChanged.disconnect(this._onLayout, this);
      before.context.fileChanged.disconnect(this._onSaved, this);
      before.context.model.contentChanged.disconnect(this._onEdited, this);
      before.disposed.disconnect(this._onLayout, this);
    }
    this.panel = panel;
    if (!panel) return;
    panel.context.pathChanged.connect(this._onLayout, this);
    panel.context.fileChanged.connect(this._onSaved, this);
    panel.context.model.contentChanged.connect(this._onEdited, this);
    panel.disposed.connect(this._onLayout, this);
  }

  private _onSaved(): void {
    this._saved.emit();
  }

  private _onEdited(): void {
    this._edited.emit();
  }
}
