import { Signal, type ISignal } from '@lumino/signaling';
import type {
  ApiError,
  ComputeInfo,
  DataInfo,
  EnvironmentInfo,
  EventMessage,
  JobSummary,
  WorkspaceInfo
} from '@carry-ml/bridge';
import { showsResponse } from '../../service/shows-response.js';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';

/** The workspace as the form offers it: read once, and again when it responds after a failure. */
export class WorkspaceReading {
  private readonly _changed = new Signal<this, void>(this);

  /** Null before the first response. */
  workspace: WorkspaceInfo | null = null;
  computes: ComputeInfo[] = [];
  environments: EnvironmentInfo[] = [];
  /** The data assets, once the form has needed them. */
  data: DataInfo[] = [];
  dataError: ApiError | null = null;
  /** The newest runs, as the bridge has last sent them. */
  jobs: readonly JobSummary[] = [];
  error: ApiError | null = null;

  constructor(private readonly service: ICarryService) {
    service.events.message.connect(this._onMessage, this);
    service.events.connectedChanged.connect(this._onConnected, this);
    void this.read();
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  async read(): Promise<void> {
    try {
      this.workspace = await this.service.workspace();
      [this.computes, this.environments] = await Promise.all([
        this.service.computes(),
        this.service.environments()
      ]);
      this.error = null;
    } catch (e) {
      this.error = ServiceError.from(e);
    }
    this._changed.emit();
  }

  async readData(): Promise<void> {
    try {
      this.data = await this.service.data();
      this.dataError = null;
    } catch (e) {
      this.dataError = ServiceError.from(e);
    }
    this._changed.emit();
  }

  dispose(): void {
    Signal.clearData(this);
  }

  /** The jobs have changed, or the workspace responds again. */
  private _onMessage(_: unknown, message: EventMessage): void {
    if (message.type === 'jobs') {
      this.jobs = message.jobs;
      this._changed.emit();
    }
    if (this.error && showsResponse(message)) void this.read();
  }

  private _onConnected(_: unknown, connected: boolean): void {
    if (connected && (this.error || !this.workspace)) void this.read();
  }
}
