import { withoutOuterSlashes } from '../arm/index.js';
import type { ModelVersion as ModelProperties, Resource } from '../arm/index.js';
import {
  versionedAsset,
  type ArmWorkspace,
  type Paged,
  type RequestOptions
} from '../arm/client/index.js';
import type { Runs } from '../tracking/index.js';
import { uploadLocal, type Datastores } from '../workspace/index.js';
import { fail } from './errors.js';
import { parseRunPath, runPathUri } from './model-uri.js';

/** A name that versions are registered under. */
export interface Model {
  name: string;
  latestVersion?: string;
  description?: string;
  tags: Record<string, string>;
}

/** One registered version. */
export interface ModelVersion {
  name: string;
  version: string;
  id: string;
  type: 'custom_model' | 'mlflow_model' | 'triton_model';
  /** The URI of its files. */
  uri: string;
  /** Name of the job that created it, which is the id of its run. */
  run?: string;
  description?: string;
  tags: Record<string, string>;
  createdAt?: Date;
}

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

/** The services that models use. */
export interface ModelsAccess {
  arm: ArmWorkspace;
  datastores: Datastores;
  runs: Runs;
}

/** The file that makes a folder an MLflow model. */
const MLMODEL = 'MLmodel';

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

  /** Lists the versions of a model, newest first. */
  versions(name: string, options: RequestOptions = {}): Paged<ModelVersion> {
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
      const run = await this.access.runs.get(kept.run, options);
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
    const run = await this.access.runs.get(id, options);
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

function toModelVersion(name: string, resource: Resource<ModelProperties>): ModelVersion {
  const { modelType, modelUri, jobName, description, tags } = resource.properties;
  const run = jobName ?? parseRunPath(modelUri)?.run;
  const createdAt = resource.systemData?.createdAt;
  return {
    name,
    version: resource.name,
    id: resource.id,
    type: modelType ?? 'custom_model',
    uri: modelUri,
    run,
    description: description ?? undefined,
    tags: tags ?? {},
    createdAt: createdAt === undefined ? undefined : new Date(createdAt)
  };
}
