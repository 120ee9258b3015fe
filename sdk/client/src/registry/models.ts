import { text } from 'node:stream/consumers';
import { withoutOuterSlashes } from '../arm/index.js';
import type { ModelVersion as ModelProperties } from '../arm/index.js';
import {
  isLoopback,
  versionedAsset,
  type ArmWorkspace,
  type Paged,
  type RequestOptions,
  type VersionListOptions
} from '../arm/client/index.js';
import type { Tracking } from '../tracking/index.js';
import { uploadLocal, type Datastores } from '../workspace/index.js';
import { fail } from './errors.js';
import { modelDeployments, type ModelDeployment } from './model-deployments.js';
import { modelFiles, type ModelFiles } from './model-files.js';
import { mlflowPage, studioPage } from './model-page.js';
import { readSignature, type ModelInput } from './model-signature.js';
import { parseRunPath, runPathUri } from './model-uri.js';
import { toModelVersion, type Model, type ModelVersion } from './model-version.js';

/** A model to register: artifacts of a run, or local files. */
export interface ModelRegister {
  name: string;
  /** The run or job whose artifacts contain the model; `path` is then a path among them. */
  run?: string | { id: string } | { name: string };
  /** Path among the run's artifacts, or a local file or folder. */
  path: string;
  /** Default: `mlflow_model` for a folder with an `MLmodel` file in it, else `custom_model`. */
  type?: ModelVersion['type'];
  description?: string;
  tags?: Record<string, string>;
}

/** What can be changed of a version. */
export type ModelChange = Partial<Pick<ModelVersion, 'description' | 'tags' | 'isArchived'>>;

/** The services that models use. */
export interface ModelsAccess {
  arm: ArmWorkspace;
  datastores: Datastores;
  tracking: Pick<Tracking, 'runs' | 'aliases' | 'address'>;
}

/** The file that makes a folder an MLflow model. */
const MLMODEL = 'MLmodel';
/** Those of MLflow's own flavors have a few kilobytes. */
const MAX_MLMODEL_BYTES = 512 * 1024;

/** The registered models of a workspace. */
export class Models {
  private readonly assets;

  constructor(private readonly access: ModelsAccess) {
    this.assets = versionedAsset<ModelProperties>(access.arm, 'models', 'model');
  }

  /**
   * Registers the next version of a model.
   *
   * @example await ws.models.register({ name: 'adder', run: job.name, path: 'model' });
   * @throws CarryError `ModelPathNotFound`, `PathNotFound`
   */
  async register(model: ModelRegister, options: RequestOptions = {}): Promise<ModelVersion> {
    const { name, run, path, description, tags } = model;
    const id = run === undefined ? undefined : idOf(run);
    const found =
      id === undefined ? await this.uploaded(path, options) : await this.kept(id, path, options);
    const properties: ModelProperties = {
      modelUri: found.uri,
      modelType: model.type ?? (found.isMlflow ? 'mlflow_model' : 'custom_model'),
      description,
      tags,
      jobName: id
    };
    const resource = await this.assets.create(name, properties, undefined, options);
    return toModelVersion(name, resource);
  }

  /** Lists the models. */
  list(options: RequestOptions = {}): Paged<Model> {
    return this.assets.containers(options).map(({ name, container }) => ({
      name,
      latestVersion: container.latestVersion ?? undefined,
      description: container.description ?? undefined,
      tags: container.tags ?? {}
    }));
  }

  /** Lists the versions of a model, newest first; archived ones only if they are asked for. */
  versions(name: string, options: VersionListOptions = {}): Paged<ModelVersion> {
    return this.assets.versions(name, options).map(resource => toModelVersion(name, resource));
  }

  /**
   * Returns one version; the latest by default.
   *
   * @throws CarryError `ResourceNotFound`
   */
  async get(name: string, version = 'latest', options: RequestOptions = {}): Promise<ModelVersion> {
    return toModelVersion(name, await this.assets.get(name, version, options));
  }

  /**
   * Changes the description or the tags of a version, or whether it is archived, which hides it from lists. Values that are not given
   * stay.
   *
   * @example await ws.models.update('adder', '3', { tags: { stage: 'tested' } });
   */
  async update(
    name: string,
    version: string,
    change: ModelChange,
    options: RequestOptions = {}
  ): Promise<ModelVersion> {
    return toModelVersion(name, await this.assets.update(name, version, change, options));
  }

  /**
   * Deletes a version for good.
   *
   * @example await ws.models.delete('adder', '2');
   * @throws CarryError `ModelInUse` if an alias refers to it or an endpoint serves it
   */
  async delete(name: string, version: string, options: RequestOptions = {}): Promise<void> {
    const [aliases, deployments] = await Promise.all([
      this.aliases(name, options),
      this.deployments(name, options)
    ]);
    const uses = [
      ...Object.keys(aliases).filter(alias => aliases[alias] === version),
      ...deployments.filter(one => one.version === version)
    ];
    refuseInUse(`Version ${version} of model '${name}'`, uses);
    await this.assets.delete(name, version, options);
  }

  /**
   * Deletes a model with all its versions and aliases for good.
   *
   * @example await ws.models.deleteAll('adder');
   * @throws CarryError `ModelInUse` if an endpoint serves one of its versions
   */
  async deleteAll(name: string, options: RequestOptions = {}): Promise<void> {
    refuseInUse(`Model '${name}'`, await this.deployments(name, options));
    await this.assets.delete(name, undefined, options);
  }

  /**
   * Returns the version of each alias of a model. An alias, such as `champion`, refers to one version and can be moved.
   *
   * @example const { champion } = await ws.models.aliases('adder');
   * @throws CarryError with the service's code and status 404 if there is no model of that name
   */
  aliases(name: string, options: RequestOptions = {}): Promise<Record<string, string>> {
    return this.access.tracking.aliases.list(name, options);
  }

  /**
   * Makes an alias refer to a version; an alias of another version of the model moves.
   *
   * @example await ws.models.setAlias('adder', 'champion', '3');
   */
  setAlias(
    name: string,
    alias: string,
    version: string,
    options: RequestOptions = {}
  ): Promise<void> {
    return this.access.tracking.aliases.set(name, alias, version, options);
  }

  /**
   * Removes an alias of a model; its version stays.
   *
   * @example await ws.models.removeAlias('adder', 'champion');
   * @throws CarryError with the service's code and status 404 if there is no model of that name
   */
  removeAlias(name: string, alias: string, options: RequestOptions = {}): Promise<void> {
    return this.access.tracking.aliases.remove(name, alias, options);
  }

  /**
   * Finds the deployments of endpoints that serve a version of a model.
   *
   * @example for (const { endpoint, version } of await ws.models.deployments('adder')) console.log(endpoint, version);
   */
  deployments(name: string, options: RequestOptions = {}): Promise<ModelDeployment[]> {
    return modelDeployments(this.access.arm, name, options);
  }

  /**
   * Opens the files of a version, to list them or to read one of them.
   *
   * @example
   * const files = await ws.models.files('adder', '3');
   * for (const { path, size } of await files.list()) console.log(path, size);
   * @throws CarryError `ResourceNotFound`, `ModelNotDownloadable`
   */
  async files(name: string, version: string, options: RequestOptions = {}): Promise<ModelFiles> {
    const { uri } = await this.get(name, version, options);
    const { datastores, tracking } = this.access;
    const files = await modelFiles(uri, { datastores, runs: tracking.runs }, options);
    if (!files) throw fail('ModelNotDownloadable', { name, version, uri });
    return files;
  }

  /**
   * Returns the inputs that an MLflow model declares by its signature; undefined for a model without one.
   *
   * @example const names = (await ws.models.signature('iris', '1'))?.map(input => input.name);
   * @throws CarryError `ResourceNotFound`, `ModelNotDownloadable`
   */
  async signature(
    name: string,
    version: string,
    options: RequestOptions = {}
  ): Promise<ModelInput[] | undefined> {
    const files = await this.files(name, version, options);
    const file = (await files.list()).find(({ path }) => path === MLMODEL);
    if (!file || (file.size ?? 0) > MAX_MLMODEL_BYTES) return undefined;
    return readSignature(await text(await files.open(MLMODEL)));
  }

  /**
   * Returns the address of a page about a version: MLflow's in the local workspace, that of Azure ML studio in Azure.
   *
   * @example console.log(await ws.models.page('adder', '3'));
   */
  async page(name: string, version: string, options: RequestOptions = {}): Promise<string> {
    const { arm, tracking } = this.access;
    return isLoopback(arm.connection.endpoint)
      ? mlflowPage(await tracking.address(options), name, version)
      : studioPage(arm.id, name, version);
  }

  /**
   * Downloads the files of a version into a folder; returns their paths.
   *
   * @throws CarryError `ResourceNotFound`, `ModelNotDownloadable`
   */
  async download(
    name: string,
    version: string,
    dir: string,
    options: RequestOptions = {}
  ): Promise<string[]> {
    const model = await this.get(name, version, options);
    const kept = parseRunPath(model.uri);
    if (kept) {
      const run = await this.access.tracking.runs.get(kept.run, options);
      return run.downloadArtifacts(kept.path, dir, options);
    }
    const files = await this.access.datastores.download(model.uri, dir, options);
    if (files) return files;
    throw fail('ModelNotDownloadable', {
      name,
      version: model.version,
      uri: model.uri
    });
  }

  private async uploaded(
    path: string,
    options: RequestOptions
  ): Promise<{ uri: string; isMlflow: boolean }> {
    const { uri, files, isFolder } = await uploadLocal(this.access.datastores, path, options);
    return { uri, isMlflow: isFolder && files.includes(MLMODEL) };
  }

  /** Returns a path among a run's artifacts, after checking it: the service accepts any, and fails at the model's use. */
  private async kept(
    id: string,
    path: string,
    options: RequestOptions
  ): Promise<{ uri: string; isMlflow: boolean }> {
    const run = await this.access.tracking.runs.get(id, options);
    const wanted = withoutOuterSlashes(path);
    const inside = await run.listArtifacts(wanted, options);
    const above = wanted.includes('/') ? wanted.slice(0, wanted.lastIndexOf('/')) : '';
    const beside = await run.listArtifacts(above, options);
    if (inside.length === 0 && !beside.some(artifact => artifact.path === wanted)) {
      const known = beside.map(artifact => artifact.path);
      throw fail('ModelPathNotFound', { run: id, path, known }, { target: path });
    }
    const isMlflow = inside.some(artifact => artifact.path === `${wanted}/${MLMODEL}`);
    return { uri: runPathUri({ run: id, path: wanted }), isMlflow };
  }
}

function idOf(run: NonNullable<ModelRegister['run']>): string {
  if (typeof run === 'string') return run;
  return 'id' in run ? run.id : run.name;
}

function refuseInUse(model: string, uses: readonly (string | ModelDeployment)[]): void {
  if (uses.length === 0) return;
  const named = uses.map(use =>
    typeof use === 'string'
      ? `the alias '${use}'`
      : `the deployment '${use.deployment}' of the endpoint '${use.endpoint}'`
  );
  throw fail('ModelInUse', { model, uses: named }, { target: model });
}
