import type { DataVersion, Resource } from '../arm/index.js';
import { versionedAsset, type ArmWorkspace, type Paged } from '../arm/client/index.js';
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

/** A local file or folder to become a data asset. */
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

  list(): Paged<{ name: string; latestVersion?: string }> {
    return this.assets.containers().map(({ name, container }) => ({
      name,
      latestVersion: container.latestVersion ?? undefined
    }));
  }

  versions(name: string): Paged<DataAsset> {
    return this.assets.versions(name).map(resource => toDataAsset(name, resource));
  }

  /** One version; without a version the latest. */
  async get(name: string, version?: string): Promise<DataAsset> {
    return toDataAsset(name, await this.assets.get(name, version));
  }

  /** Uploads a local file or folder and registers it. */
  async upload(data: DataUpload): Promise<DataAsset> {
    const { name, path, version, ...properties } = data;
    const { uri, isFolder } = await uploadLocal(this.datastores, path);
    const resource = await this.assets.create(
      name,
      { ...properties, dataType: isFolder ? 'uri_folder' : 'uri_file', dataUri: uri },
      version
    );
    return toDataAsset(name, resource);
  }

  /** Downloads the files of a version into a folder; answers their paths. */
  async download(name: string, version: string, dir: string): Promise<string[]> {
    const { uri, version: found } = await this.get(name, version);
    const files = await this.datastores.download(uri, dir);
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
    ...(description ? { description } : {}),
    tags: tags ?? {}
  };
}
