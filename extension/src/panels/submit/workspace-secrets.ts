import { Signal, type ISignal } from '@lumino/signaling';
import type { ApiError } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';

/** A secret as a user types it. */
export interface TypedSecret {
  name: string;
  value: string;
}

/** Asks the user for a secret; null if the user cancels. */
export type AskSecret = () => Promise<TypedSecret | null>;

/** The names of the secrets in the workspace's key vault: read when the form needs them. Values are stored, and never read. */
export class WorkspaceSecrets {
  private readonly _changed = new Signal<this, void>(this);

  /** Null until they are read. */
  names: readonly string[] | null = null;
  error: ApiError | null = null;

  constructor(
    private readonly service: ICarryService,
    private readonly ask: AskSecret
  ) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  async read(): Promise<void> {
    await this.update(() => this.service.secrets());
  }

  /** Asks for a secret and stores it; returns its name, or null if there is none. */
  async store(): Promise<string | null> {
    const typed = await this.ask();
    if (!typed) return null;
    await this.update(() => this.service.storeSecret(typed.name, typed.value));
    return this.error ? null : typed.name;
  }

  dispose(): void {
    Signal.clearData(this);
  }

  private async update(work: () => Promise<string[]>): Promise<void> {
    try {
      this.names = await work();
      this.error = null;
    } catch (e) {
      this.error = ServiceError.from(e);
    }
    this._changed.emit();
  }
}
