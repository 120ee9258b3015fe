import { Signal, type ISignal } from '@lumino/signaling';
import type { ApiError, KernelEnvironmentInfo, KernelPackages } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';
import type { INotebookOnScreen } from './notebook-on-screen.js';

/** The environment that a job gets from the kernel on screen: read while the form has chosen it, and again for a submit. */
export class KernelEnvironment {
  private readonly _changed = new Signal<this, void>(this);
  /** Counts the readings, so that a late response is recognised. */
  private reading = 0;

  /** Null while it is read, and after an error. */
  info: KernelEnvironmentInfo | null = null;
  error: ApiError | null = null;

  constructor(
    private readonly service: ICarryService,
    private readonly screen: INotebookOnScreen,
    private readonly isChosen: () => boolean
  ) {
    screen.pathChanged.connect(this._onKernel, this);
    screen.kernelChanged.connect(this._onKernel, this);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Asks the kernel for its packages, and the bridge for the environment that has them. */
  async read(): Promise<void> {
    const reading = ++this.reading;
    this.info = null;
    this.error = null;
    this._changed.emit();
    try {
      const info = await this.service.kernelEnvironment(await this.screen.packages());
      if (reading === this.reading) this.info = info;
    } catch (e) {
      if (reading === this.reading) this.error = ServiceError.from(e);
    }
    this._changed.emit();
  }

  /** Returns the packages that a submit names; undefined if the form has chosen another environment. */
  async packages(): Promise<KernelPackages | undefined> {
    return this.isChosen() ? this.screen.packages() : undefined;
  }

  dispose(): void {
    Signal.clearData(this);
  }

  private _onKernel(): void {
    // A kernel that is starting does not respond yet.
    if (this.isChosen() && this.screen.kernel !== 'starting') void this.read();
  }
}
