import type { Paged } from '../arm/client/index.js';

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
export declare class DataAssets {
  list(): Paged<{ name: string; latestVersion?: string }>;
  versions(name: string): Paged<DataAsset>;
  get(name: string, version?: string): Promise<DataAsset>;
  upload(data: DataUpload): Promise<DataAsset>;
  download(name: string, version: string, dir: string): Promise<string[]>;
}
