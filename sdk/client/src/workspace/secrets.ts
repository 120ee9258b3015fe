import type { ArmWorkspace, RequestOptions } from '../arm/client/index.js';
import { Paged } from '../arm/client/index.js';

/** A secret as it is listed, without its value. */
export interface Secret {
  name: string;
  modifiedAt?: Date;
}

interface SecretRecord {
  name: string;
  modifiedTime?: string | null;
}

interface SecretPage {
  value?: SecretRecord[];
  continuationToken?: string | null;
}

/**
 * The secrets of a workspace, in its Key Vault: Azure ML's credential service stores and returns them. A job asks for a value by its name,
 * with the token of its run; nothing here returns one.
 */
export class Secrets {
  constructor(private readonly arm: ArmWorkspace) {}

  /**
   * Lists the names.
   *
   * @example for await (const { name } of ws.secrets.list()) console.log(name);
   */
  list({ signal }: RequestOptions = {}): Paged<Secret> {
    return new Paged(async token => {
      const service = await this.arm.runHistory({ signal });
      const query = token === undefined ? {} : { continuationToken: token };
      const page = await service.read<SecretPage>({ path: this.path, query, signal });
      return { items: (page.value ?? []).map(toSecret), next: page.continuationToken ?? undefined };
    });
  }

  /**
   * Stores a secret, or another value of it.
   *
   * @example await ws.secrets.set('hf-token', process.env.HF_TOKEN ?? '');
   * @throws CarryError with the service's code and status 400 if the name has other characters than letters, digits and `-`
   */
  async set(name: string, value: string, { signal }: RequestOptions = {}): Promise<void> {
    const service = await this.arm.runHistory({ signal });
    await service.send({ method: 'PUT', path: this.path, json: { name, value }, signal });
  }

  /**
   * Deletes a secret.
   *
   * @example await ws.secrets.delete('hf-token');
   */
  async delete(name: string, { signal }: RequestOptions = {}): Promise<void> {
    const service = await this.arm.runHistory({ signal });
    const path = `${this.path}/${encodeURIComponent(name)}`;
    await service.send({ method: 'DELETE', path, signal });
  }

  private get path(): string {
    return `/credential/v2.0${this.arm.path}/secrets`;
  }
}

function toSecret({ name, modifiedTime }: SecretRecord): Secret {
  return { name, ...(modifiedTime && { modifiedAt: new Date(modifiedTime) }) };
}
