import { ReactWidget } from '@jupyterlab/apputils';
import type { IEditorMimeTypeService } from '@jupyterlab/codeeditor';
import { NotebookModel, StaticNotebook, type NotebookPanel } from '@jupyterlab/notebook';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { Panel } from '@lumino/widgets';
import { carryIcon } from '../../icons.js';
import { failingCell } from './failing-cell.js';
import { RunNotebookHead, type RunNotebookActions } from './head.js';
import type { RunNotebookModel } from './model.js';
import { ShownNotebook } from './shown-notebook.js';

/** JupyterLab's parts of which a notebook on screen is made. */
export interface NotebookParts {
  contentFactory: NotebookPanel.IContentFactory;
  mimeTypeService: IEditorMimeTypeService;
  rendermime: IRenderMimeRegistry;
  translator?: ITranslator;
}

export interface RunNotebookOptions {
  model: RunNotebookModel;
  parts: NotebookParts;
  /** The name for display of the run. */
  label: string;
  actions: Omit<RunNotebookActions, 'showCell'>;
  trans: TranslationBundle;
}

/**
 * A tab with the executed notebook of a run. It is not a notebook of JupyterLab: it has no file and no kernel, so it cannot be
 * edited, run or submitted.
 */
export class RunNotebook extends Panel {
  private readonly content: StaticNotebook;
  private readonly model: RunNotebookModel;
  private readonly document: NotebookModel;
  private readonly shown: ShownNotebook;
  private atFailure = false;
  readonly label: string;

  constructor({ model, parts, label, actions, trans }: RunNotebookOptions) {
    super();
    const content = new StaticNotebook({
      ...parts,
      notebookConfig: { ...StaticNotebook.defaultNotebookConfig, windowingMode: 'defer' }
    });
    this.content = content;
    this.model = model;
    this.label = label;
    this.document = new NotebookModel();
    this.shown = new ShownNotebook(this.document);
    this.id = `carry-run-notebook-${model.run}`;
    this.title.label = trans.__('Run: %1', label);
    this.title.caption = trans.__('Executed notebook of the run %1 (read-only)', model.run);
    this.title.icon = carryIcon;
    this.title.closable = true;
    this.addClass('carry-RunNotebook');
    content.node.tabIndex = 0;
    content.node.setAttribute('aria-label', this.title.caption);
    const showCell = (index: number): void => {
      void content.scrollToItem(index, 'center');
    };
    const head = ReactWidget.create(
      <RunNotebookHead model={model} actions={{ ...actions, showCell }} trans={trans} />
    );
    this.addWidget(head);
    this.addWidget(content);
    model.changed.connect(this._onChanged, this);
    this._onChanged();
  }

  get run(): string {
    return this.model.run;
  }

  /** Scrolls to the cell at which the notebook failed, now or once it is loaded. */
  showFailure(): void {
    this.atFailure = true;
    this._onChanged();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.model.dispose();
    super.dispose();
    this.document.dispose();
  }

  private _onChanged(): void {
    const { notebook } = this.model;
    if (!notebook) return;
    this.shown.show(notebook);
    this.content.model ??= this.document;
    if (!this.atFailure) return;
    const index = failingCell(notebook);
    if (index < 0) return;
    this.atFailure = false;
    void this.content.scrollToItem(index, 'center');
  }
}
