import { parseAssetReference, type DataVersion, type Resource } from '../arm/index.js';
import {
  versionedAsset,
  type ArmWorkspace,
  type Paged,
  type RequestOptions
} from '../arm/client/index.js';
import type { DataInput } from '../notebooks/index.js';
import type { Datastores } from './datastores.js';
import { fail } from './errors.js';
import { uploadLocal } from './upload-local.js';

/** One version of a data asset. */
export interface DataAsset {
  name: string;
  version: string;
  id: string;
  type: 'uri_file' | 'uri_folder' | 'mltable';
  uri: string;
  description?: string;
  tags: Record<string, string>;
}

/** A local file or folder to upload as a data asset. */
export interface DataUpload {
  name: string;
  path: string;
  version?: string;
  description?: string;
  tags?: Record<string, string>;
}

/** The data assets of a workspace. */
export class DataAssets {
  private readonly assets;

  constructor(
    arm: ArmWorkspace,
    private readonly datastores: Datastores
  ) {
    this.assets = versionedAsset<DataVersion>(arm, 'data', 'data asset');
  }

  /** Lists the names and latest versions. */
  list(options: RequestOptions = {}): Paged<{ name: string; latestVersion?: string }> {
    return this.assets.containers(options).map(({ name, container }) => ({
      name,
      latestVersion: container.latestVersion ?? undefined
    }));
  }

  /** Lists the versions of a data asset, newest first. */
  versions(name: string, options: RequestOptions = {}): Paged<DataAsset> {
    return this.assets.versions(name, options).map(resource => toDataAsset(name, resource));
  }

  /**
   * Returns one version; the latest by default.
   *
   * @throws CarryError `ResourceNotFound`
   */
  async get(name: string, version?: string, options: RequestOptions = {}): Promise<DataAsset> {
    return toDataAsset(name, await this.assets.get(name, version, options));
  }

  /**
   * Returns a data asset as the input of a job, from `name`, `name:version` or `name@latest`; by default the latest version.
   *
   * @example await ws.jobs.submitNotebook('train.ipynb', { data: { source: await ws.data.input('sums:2') } });
   * @throws CarryError `ResourceNotFound`
   */
  async input(reference: string, options: RequestOptions = {}): Promise<DataInput> {
    const text = reference.startsWith('azureml:') ? reference : `azureml:${reference}`;
    const { name = reference, version } = parseAssetReference(text, 'data') ?? {};
    const asset = await this.get(name, version, options);
    return { type: asset.type, uri: `azureml:${asset.name}:${asset.version}` };
  }

  /**
   * Uploads a local file or folder and registers it as the next version, or as the given one.
   *
   * @example await ws.data.upload({ name: 'sums', path: 'data/sums.csv' });
   * @throws CarryError `PathNotFound`
   */
  async upload(data: DataUpload, options: RequestOptions = {}): Promise<DataAsset> {
    const { name, path, version, ...properties } = data;
    const { uri, isFolder } = await uploadLocal(this.datastores, path, options);
    const resource = await this.assets.create(
      name,
      { ...properties, dataType: isFolder ? 'uri_folder' : 'uri_file', dataUri: uri },
      version,
      options
    );
    return toDataAsset(name, resource);
  }

  /**
   * Downloads the files of a version into a folder; returns their paths.
   *
   * @throws CarryError `ResourceNotFound`, `DatastoreUnsupported`
   */
  async download(
    name: string,
    version: string,
    dir: string,
    options: RequestOptions = {}
  ): Promise<string[]> {
    const { uri, version: found } = await this.get(name, version, options);
    const files = await this.datastores.download(uri, dir, options);
    if (!files) throw fail('DataNotDownloadable', { name, version: found, uri });
    return files;
  }
}

function toDataAsset(name: string, resource: Resource<DataVersion>): DataAsset {
  const { dataType, dataUri, description, tags } = resource.properties;
  return {
    name,
    version: resource.name,
    id: resource.id,
    type: dataType,
    uri: dataUri,
    description: description ?? undefined,
    tags: tags ?? {}
  };
}
