import { type ModelVersion, parseJobOutputUri } from 'carry-ml/arm';
import type { ModelRecord, ModelStore, ModelVersionRecord } from './model-store.js';
import type {
  StoredAsset,
  StoredContainer,
  StoredVersion,
  VersionedStore,
  VersionQuery
} from './versioned-store.js';

/** Presents the model registry with the interface of Azure ML's versioned assets. */
export class ModelAssets implements VersionedStore {
  constructor(
    private readonly models: ModelStore,
    /** Converts a source that MLflow's clients or a job's URI have named to the URI at which Azure's clients find its files. */
    readonly locate: (source: string) => string = source => source
  ) {}

  container(name: string): StoredContainer | undefined {
    const model = this.models.container(name);
    return model && toContainer(model);
  }

  containers(query: Parameters<VersionedStore['containers']>[0]): StoredContainer[] {
    return this.models.containers(query).map(toContainer);
  }

  putContainer(name: string, asset: StoredAsset['properties'], by: string): StoredContainer {
    const facts = base(asset);
    if (!this.models.container(name)) this.models.createContainer(name, { ...facts, userId: by });
    return toContainer(this.models.updateContainer(name, facts) as ModelRecord);
  }

  deleteContainer(name: string): boolean {
    return this.models.deleteContainer(name);
  }

  version(name: string, version: string): StoredVersion | undefined {
    const found = this.models.getVersion(name, version);
    return found && this.toVersion(found);
  }

  versions(name: string, query: VersionQuery): StoredVersion[] {
    return this.models.listVersions(name, query).map(found => this.toVersion(found));
  }

  putVersion(
    name: string,
    version: string,
    asset: StoredAsset['properties'],
    by: string
  ): StoredVersion {
    const model = asset as unknown as ModelVersion;
    const before = this.models.getVersion(name, version)?.source;
    const isSame = before !== undefined && this.locate(before) === this.locate(model.modelUri);
    const stored = this.models.putVersion(version, {
      ...base(asset),
      name,
      source: isSame ? before : model.modelUri,
      modelType: model.modelType,
      flavors: model.flavors ?? {},
      jobName: model.jobName ?? jobOf(model.modelUri),
      runId: model.jobName ?? jobOf(model.modelUri),
      stage: model.stage,
      isAnonymous: asset.isAnonymous ?? false,
      userId: by
    });
    return this.toVersion(stored);
  }

  deleteVersion(name: string, version: string): boolean {
    return this.models.deleteVersion(name, version);
  }

  private toVersion(model: ModelVersionRecord): StoredVersion {
    const version = toVersion(model);
    return {
      ...version,
      properties: { ...version.properties, modelUri: this.locate(model.source) }
    };
  }
}

/** Returns the job whose output a model is, by its URI. The job's name is the id of its run. */
export function jobOf(uri: string): string | undefined {
  return parseJobOutputUri(uri)?.job ?? /^runs:\/+([^/]+)/.exec(uri)?.[1];
}

function base(asset: StoredAsset['properties']) {
  return {
    description: asset.description ?? undefined,
    tags: asset.tags ?? {},
    properties: asset.properties ?? {},
    isArchived: asset.isArchived ?? false
  };
}

function toContainer(model: ModelRecord): StoredContainer {
  return {
    row: model.row,
    name: model.name,
    properties: {
      description: model.description ?? null,
      tags: model.tags,
      properties: model.properties,
      isArchived: model.isArchived
    },
    createdAt: model.createdAt,
    modifiedAt: model.updatedAt,
    createdBy: model.userId,
    latestVersion: model.latestVersion,
    nextVersion: model.nextVersion
  };
}

function toVersion(model: ModelVersionRecord): StoredVersion {
  const asset: ModelVersion = {
    description: model.description ?? null,
    tags: model.tags,
    properties: model.properties,
    isArchived: model.isArchived,
    isAnonymous: model.isAnonymous,
    modelType: model.modelType,
    modelUri: model.source,
    // Clients also read the flavors of a model that has none.
    flavors: model.flavors,
    jobName: model.jobName,
    ...(model.stage === 'None' ? {} : { stage: model.stage })
  };
  return {
    row: model.row,
    name: model.name,
    version: model.version,
    properties: { ...asset },
    createdAt: model.createdAt,
    modifiedAt: model.updatedAt,
    createdBy: model.userId
  };
}
