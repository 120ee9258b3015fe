import type { INotebookContent } from '@jupyterlab/nbformat';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Poll } from '@lumino/polling';
import { Signal, type ISignal } from '@lumino/signaling';
import type { ApiError } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';

/** How often the notebook of a run that goes on is read; the job saves it after each cell. */
const READ_INTERVAL_MS = 2000;
/** The longest interval after errors. */
const LONGEST_INTERVAL_MS = 30_000;

/** The executed notebook of one run, read again until the run has ended. */
export class RunNotebookModel {
  private readonly _changed = new Signal<this, void>(this);
  private readonly poll: Poll;
  private version: string | null = null;

  /** Null until the run has saved a notebook. */
  notebook: INotebookContent | null = null;
  /** Path of the notebook among the artifacts of the run. */
  path: string | null = null;
  /** Null until the run was read. */
  finished: boolean | null = null;
  error: ApiError | null = null;

  constructor(
    private readonly service: Pick<ICarryService, 'runNotebook'>,
    /** Id of the run. */
    readonly run: string,
    private readonly trans: TranslationBundle
  ) {
    this.poll = new Poll({
      name: `jupyterlab-carry:run-notebook:${run}`,
      factory: () => this.read(),
      frequency: { interval: READ_INTERVAL_MS, backoff: true, max: LONGEST_INTERVAL_MS },
      standby: 'when-hidden'
    });
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  dispose(): void {
    this.poll.dispose();
    Signal.clearData(this);
  }

  private async read(): Promise<void> {
    try {
      const last = { path: this.path, version: this.version };
      const { path, finished, version, text } = await this.service.runNotebook(this.run, last);
      if (this.poll.isDisposed) return;
      if (text !== null) this.notebook = this.contentOf(text);
      this.version = version;
      this.path = path;
      this.finished = finished;
      this.error = null;
    } catch (e) {
      if (this.poll.isDisposed) return;
      this.error = ServiceError.from(e);
      this._changed.emit();
      throw e;
    }
    this._changed.emit();
    if (this.finished) void this.poll.stop();
  }

  /** @throws ServiceError `NotebookInvalid` */
  private contentOf(text: string): INotebookContent {
    const content = JSON.parse(text) as Partial<INotebookContent> | null;
    const isNotebook = Array.isArray(content?.cells) && typeof content.metadata === 'object';
    if (isNotebook) return content as INotebookContent;
    const message = this.trans.__(
      'The file that the run has saved is not a notebook. Download it from the files of the run to see it.'
    );
    throw new ServiceError({ code: 'NotebookInvalid', message });
  }
}
