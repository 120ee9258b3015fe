import type { Connection } from '../arm/client/index.js';

/** A file or folder that a run has kept. */
export interface Artifact {
  path: string;
  isFolder: boolean;
  /** Bytes; absent for folders. */
  size?: number;
}

/** Content on its way to or from an artifact store. */
export interface ArtifactSource {
  /** Opens the content from its start; called again for a retry. */
  open: () => NodeJS.ReadableStream;
  /** Bytes. */
  size: number;
}

/** Where the artifacts of one run lie; paths are relative to the run's folder. */
export interface ArtifactStore {
  /** What lies directly in a folder. */
  list(folder: string): Promise<Artifact[]>;
  /** Every file in a folder and in its subfolders. */
  files(folder: string): Promise<Artifact[]>;
  put(path: string, source: ArtifactSource): Promise<void>;
  get(path: string): Promise<NodeJS.ReadableStream>;
}

/** A run, as far as its artifacts need it. */
export interface ArtifactOwner {
  id: string;
  experimentId: string;
  artifactUri: string;
}

/** The run-history service of an Azure ML workspace and the workspace's path in it. */
export interface HistoryService {
  connection: Connection;
  workspacePath: string;
}
