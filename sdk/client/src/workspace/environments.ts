import { parseAssetReference, type EnvironmentVersion, type Resource } from '../arm/index.js';
import { versionedAsset, type ArmWorkspace, type Paged } from '../arm/client/index.js';
import { NOTEBOOK_ENVIRONMENT, notebookEnvironment } from '../notebooks/index.js';

/** One version of an environment. */
export interface Environment {
  name: string;
  version: string;
  id: string;
  image?: string;
  condaFile?: string;
  description?: string;
  tags: Record<string, string>;
}

/** An environment version to create. */
export interface EnvironmentCreate {
  name: string;
  /** Default: the next one. */
  version?: string;
  image: string;
  /** Text of a conda file. */
  condaFile?: string;
  description?: string;
  tags?: Record<string, string>;
}

/** The environments of a workspace. */
export class Environments {
  private readonly assets;

  constructor(private readonly arm: ArmWorkspace) {
    this.assets = versionedAsset<EnvironmentVersion>(arm, 'environments', 'environment');
  }

  /** Names and latest versions. */
  list(): Paged<{ name: string; latestVersion?: string }> {
    return this.assets.containers().map(({ name, container }) => ({
      name,
      latestVersion: container.latestVersion ?? undefined
    }));
  }

  versions(name: string): Paged<Environment> {
    return this.assets.versions(name).map(resource => toEnvironment(name, resource));
  }

  /** One version; without a version the latest. */
  async get(name: string, version?: string): Promise<Environment> {
    return toEnvironment(name, await this.assets.get(name, version));
  }

  async create(environment: EnvironmentCreate): Promise<Environment> {
    const { name, version, ...properties } = environment;
    return toEnvironment(name, await this.assets.create(name, properties, version));
  }

  /**
   * The ARM id that a job names its environment by, from `name`, `name:version`, `name@label` or an id; without
   * one the workspace's environment for notebooks, made when it is not there.
   */
  async idOf(reference?: string): Promise<string> {
    if (reference === undefined) return this.notebookEnvironmentId();
    // Environments of a registry are resolved by the service.
    if (/^azureml:\/\/registries\//.test(reference)) return reference;
    const text = /^(?:azureml:|\/)/.test(reference) ? reference : `azureml:${reference}`;
    const asset = parseAssetReference(text, 'environments');
    if (!asset || asset.version) return asset ? this.idFor(asset.name, asset.version) : reference;
    if (asset.label && asset.label !== 'latest')
      return `${this.arm.path}/environments/${asset.name}/labels/${asset.label}`;
    return (await this.get(asset.name)).id;
  }

  private idFor(name: string, version = ''): string {
    return `${this.arm.path}/environments/${name}/versions/${version}`;
  }

  private async notebookEnvironmentId(): Promise<string> {
    const latest = (await this.assets.container(NOTEBOOK_ENVIRONMENT))?.latestVersion;
    if (latest) return this.idFor(NOTEBOOK_ENVIRONMENT, latest);
    return (await this.create({ name: NOTEBOOK_ENVIRONMENT, ...notebookEnvironment })).id;
  }
}

function toEnvironment(name: string, resource: Resource<EnvironmentVersion>): Environment {
  const { image, condaFile, description, tags } = resource.properties;
  return {
    name,
    version: resource.name,
    id: resource.id,
    ...(image ? { image } : {}),
    ...(condaFile ? { condaFile } : {}),
    ...(description ? { description } : {}),
    tags: tags ?? {}
  };
}
