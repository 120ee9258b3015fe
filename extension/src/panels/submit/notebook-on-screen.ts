import type { ILabShell } from '@jupyterlab/application';
import type { Cell } from '@jupyterlab/cells';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal, type ISignal } from '@lumino/signaling';
import type { KernelPackages } from '@carry-ml/bridge';
import { kernelPackages } from './kernel-packages.js';
import { kernelSpecOf, liveKernel, runningKernel, type LiveKernel } from './live-kernel.js';
import type { NameProblem } from './naming.js';
import { isParametersCell, toggleParametersCell } from './parameters-tag.js';

/** The old and the new path of a notebook. */
export interface Renaming {
  from: string;
  to: string;
}

/** The drive of a page that edits together with others: its files are those of the server. */
const SHARED_EDITING_DRIVE = 'RTC';

/** The notebook that the user sees, independent of the selection in the file browser. */
export interface INotebookOnScreen {
  /** Relative to the lab's root; null when no notebook is on screen. */
  readonly path: string | null;
  /** Emitted when another notebook comes on screen, or this one is renamed. */
  readonly pathChanged: ISignal<INotebookOnScreen, void>;
  /** Emitted before `pathChanged` when the notebook on screen gets another path. */
  readonly renamed: ISignal<INotebookOnScreen, Renaming>;
  /** Emitted when the notebook has been saved to disk. */
  readonly saved: ISignal<INotebookOnScreen, void>;
  /** Emitted when the notebook has been edited. */
  readonly edited: ISignal<INotebookOnScreen, void>;
  /** Emitted when the kernel has been started, changed or shut down. */
  readonly kernelChanged: ISignal<INotebookOnScreen, void>;
  /** Null for “No Kernel”, `starting` while the session is being created. */
  readonly kernel: LiveKernel | 'starting' | null;
  /** Asks the kernel for its packages; rejects with a ServiceError if it does not tell them. */
  packages(): Promise<KernelPackages>;
  /** Name of the drive that the notebook is on; empty for the folder of the Jupyter server. */
  readonly drive: string;
  /** True if the user may not write the notebook's file. */
  readonly readOnly: boolean;
  /** True while the page has edits that are not saved. */
  readonly dirty: boolean;
  /** True while the page differs from the file: by edits, or by the kernel that the file does not name yet. */
  readonly unsaved: boolean;
  /**
   * Whether a cell is the parameters cell; null if it cannot be, because it is no code cell. The cell is that of an element of the
   * page, or the selected one.
   */
  isParametersCell(element?: Element): boolean | null;
  /** Emitted when another cell is selected. */
  readonly selectionChanged: ISignal<INotebookOnScreen, void>;
  /** Makes a cell the parameters cell, or no longer so if it is the one. */
  toggleParametersCell(element?: Element): void;
  /** The text of the notebook as it is in the page, without its outputs. It names the live kernel if it named none. */
  text(): string;
  /** Saves the notebook if it is unsaved, with the name of its live kernel if it named none. */
  save(): Promise<void>;
  /** Gives the notebook another name in its folder; returns `taken` if a file of that name exists. */
  rename(name: string): Promise<NameProblem | null>;
}

/** Follows the notebook tracker, the layout, and the path of the current notebook. */
export class NotebookOnScreen implements INotebookOnScreen {
  private readonly _pathChanged = new Signal<this, void>(this);
  private readonly _saved = new Signal<this, void>(this);
  private readonly _edited = new Signal<this, void>(this);
  private readonly _renamed = new Signal<this, Renaming>(this);
  private readonly _kernelChanged = new Signal<this, void>(this);
  private readonly _selectionChanged = new Signal<this, void>(this);
  private panel: NotebookPanel | null = null;
  private known: string | null = null;
  private knownKernel = '';

  constructor(
    private readonly tracker: INotebookTracker,
    shell: ILabShell | null,
    private readonly trans: TranslationBundle
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

  get renamed(): ISignal<this, Renaming> {
    return this._renamed;
  }

  get kernelChanged(): ISignal<this, void> {
    return this._kernelChanged;
  }

  get kernel(): LiveKernel | 'starting' | null {
    return this.panel ? liveKernel(this.panel.sessionContext) : null;
  }

  packages(): Promise<KernelPackages> {
    const connection = this.panel?.sessionContext.session?.kernel;
    return kernelPackages(connection, runningKernel(this.kernel), this.trans);
  }

  get drive(): string {
    const { path = '', localPath = '' } = this.panel?.context ?? {};
    const drive = path.slice(0, path.length - localPath.length).replace(/:$/, '');
    return drive === SHARED_EDITING_DRIVE ? '' : drive;
  }

  get readOnly(): boolean {
    return this.panel?.context.contentsModel?.writable === false;
  }

  get unsaved(): boolean {
    return this.dirty || this.unnamedKernel !== null;
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

  isParametersCell(element?: Element): boolean | null {
    const cell = this.cellAt(element);
    return cell ? isParametersCell(cell) : null;
  }

  get selectionChanged(): ISignal<this, void> {
    return this._selectionChanged;
  }

  toggleParametersCell(element?: Element): void {
    const cell = this.cellAt(element);
    if (this.panel && cell) toggleParametersCell(this.panel.content, cell);
  }

  text(): string {
    const model = this.panel?.context.model;
    if (!model) return '';
    const notebook = model.toJSON() as { cells: { outputs?: unknown[] }[]; metadata: object };
    const cells = notebook.cells.map(cell => (cell.outputs ? { ...cell, outputs: [] } : cell));
    const kernel = this.unnamedKernel;
    const metadata = kernel
      ? { ...notebook.metadata, kernelspec: kernelSpecOf(kernel) }
      : notebook.metadata;
    return JSON.stringify({ ...notebook, cells, metadata });
  }

  async save(): Promise<void> {
    const context = this.panel?.context;
    if (!context) return;
    const kernel = this.unnamedKernel;
    if (kernel) context.model.setMetadata('kernelspec', kernelSpecOf(kernel));
    if (context.model.dirty) await context.save();
  }

  async rename(name: string): Promise<NameProblem | null> {
    try {
      await this.panel?.context.rename(name);
    } catch (e) {
      if (isConflict(e)) return 'taken';
      throw e;
    }
    // The page may learn of the new path from a later signal.
    this._onLayout();
    return null;
  }

  private cellAt(element?: Element): Cell | null {
    const { activeCell = null, widgets = [] } = this.panel?.content ?? {};
    return element ? (widgets.find(({ node }) => node === element) ?? null) : activeCell;
  }

  /** The live kernel, if the notebook does not name one. */
  private get unnamedKernel(): LiveKernel | null {
    const { kernel } = this;
    if (kernel === null || kernel === 'starting') return null;
    const spec = this.panel?.context.model.getMetadata('kernelspec') as
      { name?: string } | undefined;
    return spec?.name ? null : kernel;
  }

  private _onLayout(): void {
    const panel = this.visible();
    const isSame = panel === this.panel;
    if (!isSame) this.follow(panel);
    const path = panel?.context.localPath ?? null;
    const before = this.known;
    if (path === before) return;
    this.known = path;
    if (isSame && before !== null && path !== null) this._renamed.emit({ from: before, to: path });
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
      before.content.activeCellChanged.disconnect(this._onSelection, this);
      before.sessionContext.kernelChanged.disconnect(this._onKernel, this);
      before.sessionContext.statusChanged.disconnect(this._onKernel, this);
      before.disposed.disconnect(this._onLayout, this);
    }
    this.panel = panel;
    if (!panel) return;
    panel.context.pathChanged.connect(this._onLayout, this);
    panel.context.fileChanged.connect(this._onSaved, this);
    panel.context.model.contentChanged.connect(this._onEdited, this);
    panel.content.activeCellChanged.connect(this._onSelection, this);
    panel.sessionContext.kernelChanged.connect(this._onKernel, this);
    panel.sessionContext.statusChanged.connect(this._onKernel, this);
    panel.disposed.connect(this._onLayout, this);
  }

  private _onSaved(): void {
    this._saved.emit();
  }

  private _onSelection(): void {
    this._selectionChanged.emit();
  }

  private _onEdited(): void {
    this._edited.emit();
  }

  /** The status also changes with every cell that runs. */
  private _onKernel(): void {
    const { kernel } = this;
    const name = typeof kernel === 'string' ? kernel : JSON.stringify(kernel);
    if (name === this.knownKernel) return;
    this.knownKernel = name;
    this._kernelChanged.emit();
  }
}

/** True if the server has refused a path because a file is there. */
function isConflict(e: unknown): boolean {
  const { response } = e as Partial<ServerConnection.ResponseError>;
  return response?.status === 409;
}
