import type { RequestOptions } from '../arm/client/index.js';
import type { Mlflow } from './mlflow.js';

/** The aliases of registered models: names, such as `champion`, that each refer to one version of a model and can be moved. */
export class ModelAliases {
  constructor(private readonly mlflow: (options: RequestOptions) => Promise<Mlflow>) {}

  /** Returns the version of each alias of a model. */
  async list(model: string, options: RequestOptions = {}): Promise<Record<string, string>> {
    const mlflow = await this.mlflow(options);
    const { registered_model: found } = await mlflow.get<{
      registered_model: { aliases?: { alias: string; version: string | number }[] };
    }>('registered-models/get', { name: model });
    const aliases = found.aliases ?? [];
    return Object.fromEntries(aliases.map(({ alias, version }) => [alias, String(version)]));
  }

  /** Makes an alias refer to a version; an alias of another version of the model moves. */
  async set(
    model: string,
    alias: string,
    version: string,
    options: RequestOptions = {}
  ): Promise<void> {
    const mlflow = await this.mlflow(options);
    await mlflow.post('registered-models/alias', { name: model, alias, version });
  }

  /** Removes an alias; its version stays. */
  async remove(model: string, alias: string, options: RequestOptions = {}): Promise<void> {
    const mlflow = await this.mlflow(options);
    await mlflow.delete('registered-models/alias', { name: model, alias });
  }
}
