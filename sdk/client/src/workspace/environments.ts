import { createHash } from 'node:crypto';
import { isCarryError } from '../errors/index.js';
import { parseAssetReference, type EnvironmentVersion, type Resource } from '../arm/index.js';
import {
  versionedAsset,
  type ArmWorkspace,
  type Paged,
  type RequestOptions
} from '../arm/client/index.js';
import {
  NOTEBOOK_ENVIRONMENT,
  notebookEnvironment,
  type EnvironmentContent
} from '../notebooks/index.js';

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
  /** Default: the next version. */
  version?: string;
  image: string;
  /** Text of a conda file. */
  condaFile?: string;
  description?: string;
  tags?: Record<string, string>;
}

/** Characters of the hash of an environment's content that are its version. */
const VERSION_LENGTH = 12;

/** The environments of a workspace. */
export class Environments {
  private readonly assets;

  constructor(private readonly arm: ArmWorkspace) {
    this.assets = versionedAsset<EnvironmentVersion>(arm, 'environments', 'environment');
  }

  /** Lists the names and latest versions. */
  list(options: RequestOptions = {}): Paged<{ name: string; latestVersion?: string }> {
    return this.assets.containers(options).map(({ name, container }) => ({
      name,
      latestVersion: container.latestVersion ?? undefined
    }));
  }

  /** Lists the versions of an environment, newest first. */
  versions(name: string, options: RequestOptions = {}): Paged<Environment> {
    return this.assets.versions(name, options).map(resource => toEnvironment(name, resource));
  }

  /**
   * Returns one version; the latest by default.
   *
   * @throws CarryError `ResourceNotFound`
   */
  async get(name: string, version?: string, options: RequestOptions = {}): Promise<Environment> {
    return toEnvironment(name, await this.assets.get(name, version, options));
  }

  /**
   * Creates a version of an environment.
   *
   * @example await ws.environments.create({ name: 'sklearn', image: 'python:3.12', condaFile });
   */
  async create(environment: EnvironmentCreate, options: RequestOptions = {}): Promise<Environment> {
    const { name, version, ...properties } = environment;
    return toEnvironment(name, await this.assets.create(name, properties, version, options));
  }

  /**
   * Returns the version of an environment that has this content, and creates it if there is none. The version is made of the content, so
   * that the same content is the same version.
   *
   * @example const { id } = await ws.environments.ensure({ name: 'sklearn', image: 'python:3.12', condaFile });
   * @throws CarryError with the service's code and status 400 if it refuses the name or the content
   */
  async ensure(
    environment: Omit<EnvironmentCreate, 'version'>,
    options: RequestOptions = {}
  ): Promise<Environment> {
    const { name, image, condaFile = '' } = environment;
    const version = createHash('sha256')
      .update(`${image}\n${condaFile}`)
      .digest('hex')
      .slice(0, VERSION_LENGTH);
    try {
      return await this.get(name, version, options);
    } catch (e) {
      if (!isCarryError(e) || e.status !== 404) throw e;
    }
    try {
      return await this.create({ ...environment, version }, options);
    } catch (e) {
      // Another submit has created it meanwhile.
      if (isCarryError(e) && e.status === 409) return this.get(name, version, options);
      throw e;
    }
  }

  /**
   * Returns the ARM id that a job refers to its environment by, from `name`, `name:version`, `name@label`, an id, or the
   * content of an environment; by default that of the workspace's environment for notebooks, which is created if necessary.
   */
  async idOf(
    reference?: string | EnvironmentContent,
    options: RequestOptions = {}
  ): Promise<string> {
    if (reference === undefined) return this.notebookEnvironmentId(options);
    if (typeof reference === 'object') return (await this.ensure(reference, options)).id;
    // The service resolves environments of a registry.
    if (/^azureml:\/\/registries\//.test(reference)) return reference;
    const text = /^(?:azureml:|\/)/.test(reference) ? reference : `azureml:${reference}`;
    const asset = parseAssetReference(text, 'environments');
    if (!asset || asset.version) return asset ? this.idFor(asset.name, asset.version) : reference;
    if (asset.label && asset.label !== 'latest')
      return `${this.arm.path}/environments/${asset.name}/labels/${asset.label}`;
    return (await this.get(asset.name, undefined, options)).id;
  }

  private idFor(name: string, version = ''): string {
    return `${this.arm.path}/environments/${name}/versions/${version}`;
  }

  private async notebookEnvironmentId(options: RequestOptions): Promise<string> {
    const latest = (await this.assets.container(NOTEBOOK_ENVIRONMENT, options))?.latestVersion;
    if (latest) return this.idFor(NOTEBOOK_ENVIRONMENT, latest);
    const environment = { name: NOTEBOOK_ENVIRONMENT, ...notebookEnvironment };
    return (await this.create(environment, options)).id;
  }
}

function toEnvironment(name: string, resource: Resource<EnvironmentVersion>): Environment {
  const { image, condaFile, description, tags } = resource.properties;
  return {
    name,
    version: resource.name,
    id: resource.id,
    image: image ?? undefined,
    condaFile: condaFile ?? undefined,
    description: description ?? undefined,
    tags: tags ?? {}
  };
}
