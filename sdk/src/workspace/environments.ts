import type { Paged } from '../arm/client/index.js';

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
export declare class Environments {
  /** Names and latest versions. */
  list(): Paged<{ name: string; latestVersion?: string }>;
  versions(name: string): Paged<Environment>;
  /** One version; without a version the latest. */
  get(name: string, version?: string): Promise<Environment>;
  create(environment: EnvironmentCreate): Promise<Environment>;
}
