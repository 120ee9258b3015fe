import type { ModelVersion as ModelProperties, Resource } from '../arm/index.js';
import { versionedAsset, type ArmWorkspace, type Paged } from '../arm/client/index.js';
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
  /** Where its files lie. */
  uri: string;
  /** Name of the job (the run's id) that made it. */
  run?: string;
  description?: string;
  tags: Record<string, string>;
  createdAt?: Date;
}

/** What to register: files that a run kept, or local ones. */
export interface ModelRegister {
  name: string;
  /** The run (or job) whose artifacts hold the model; then `path` is a path among them. */
  run?: string | { id: string } | { name: string };
  /** Path among the run's artifacts, or a local file or folder. */
  path: string;
  /** Default: `mlflow_model` for a folder with an `MLmodel` file in it, else `custom_model`. */
  type?: ModelVersion['type'];
  description?: string;
  tags?: Record<string, string>;
}

/** What models are reached through. */
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
  async register(model: ModelRegister): Promise<ModelVersion> {
    const { name, run, path, description, tags } = model;
    const id = run === undefined ? undefined : idOf(run);
    const found = id === undefined ? await this.uploaded(path) : await this.kept(id, path);
    const resource = await this.assets.create(name, {
      modelUri: found.uri,
      modelType: model.type ?? (found.isMlflow ? 'mlflow_model' : 'custom_model'),
      description,
      tags,
      ...(id === undefined ? {} : { jobName: id })
    });
    return toModelVersion(name, resource);
  }

  list(): Paged<Model> {
    return this.assets.containers().map(({ name, container }) => ({
      name,
      latestVersion: container.latestVersion ?? undefined,
      description: container.description ?? undefined,
      tags: container.tags ?? {}
    }));
  }

  /** The versions of a model, newest first. */
  versions(name: string): Paged<ModelVersion> {
    return this.assets.versions(name).map(resource => toModelVersion(name, resource));
  }

  /** One version; without a version, or with `latest`, the newest. */
  async get(name: string, version = 'latest'): Promise<ModelVersion> {
    return toModelVersion(name, await this.assets.get(name, version));
  }

  /** Downloads the files of a version into a folder; answers their paths. */
  async download(name: string, version: string, dir: string): Promise<string[]> {
    const model = await this.get(name, version);
    const kept = parseRunPath(model.uri);
    if (kept) {
      const run = await this.access.runs.get(kept.run);
      return run.downloadArtifacts(kept.path, dir);
    }
    const files = await this.access.datastores.download(model.uri, dir);
    if (files) return files;
    throw fail('ModelNotDownloadable', {
      name,
      version: model.version,
      uri: model.uri
    });
  }

  private async uploaded(path: string): Promise<{ uri: string; isMlflow: boolean }> {
    const { uri, files, isFolder } = await uploadLocal(this.access.datastores, path);
    return { uri, isMlflow: isFolder && files.includes(MLMODEL) };
  }

  /** A path among a run's artifacts, looked up first: the service takes any, and fails when the model is used. */
  private async kept(id: string, path: string): Promise<{ uri: string; isMlflow: boolean }> {
    const run = await this.access.runs.get(id);
    const wanted = path.replace(/^\/+|\/+$/g, '');
    const inside = await run.listArtifacts(wanted);
    const above = wanted.includes('/') ? wanted.slice(0, wanted.lastIndexOf('/')) : '';
    const beside = await run.listArtifacts(above);
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
    ...(run ? { run } : {}),
    ...(description ? { description } : {}),
    tags: tags ?? {},
    ...(createdAt ? { createdAt: new Date(createdAt) } : {})
  };
}
