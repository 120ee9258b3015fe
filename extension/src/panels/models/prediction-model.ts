import { UUID } from '@lumino/coreutils';
import { Signal, type ISignal } from '@lumino/signaling';
import type { ApiError, PredictionResult } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';

/** The predictions that the user tries with one version, one at a time. */
export class PredictionModel {
  private readonly _changed = new Signal<this, void>(this);
  /** The id of the prediction that runs. */
  private running: string | null = null;

  result: PredictionResult | null = null;
  error: ApiError | null = null;

  constructor(
    private readonly service: Pick<ICarryService, 'predict' | 'endPrediction'>,
    private readonly name: string,
    private readonly version: string
  ) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get busy(): boolean {
    return this.running !== null;
  }

  async predict(values: Record<string, unknown>): Promise<void> {
    if (this.busy) return;
    const id = UUID.uuid4();
    this.running = id;
    this.result = null;
    this.error = null;
    this._changed.emit();
    try {
      this.result = await this.service.predict(this.name, this.version, { id, values });
    } catch (e) {
      this.error = ServiceError.from(e);
    }
    this.running = null;
    this._changed.emit();
  }

  /** Ends the prediction that runs; `predict` of the service then rejects with an error that says so. */
  async end(): Promise<void> {
    if (this.running === null) return;
    try {
      await this.service.endPrediction(this.running);
    } catch (e) {
      this.error = ServiceError.from(e);
      this._changed.emit();
    }
  }

  /** Ends the prediction that runs: the user has left. */
  dispose(): void {
    Signal.clearData(this);
    void this.end();
  }
}
