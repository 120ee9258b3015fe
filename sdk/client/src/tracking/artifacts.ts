import type { Readable } from 'node:stream';
import type { Connection } from '../arm/client/index.js';

/** A file or folder among the artifacts of a run. */
export interface Artifact {
  path: string;
  isFolder: boolean;
  /** Bytes; absent for folders. */
  size?: number;
}

/** Content to upload to an artifact store. */
export interface ArtifactSource {
  /** Opens the content from its start; called again for a retry. */
  open: () => Readable;
  /** Bytes. */
  size: number;
}

/** The storage of the artifacts of one run; paths are relative to the run's folder. */
export interface ArtifactStore {
  /** Lists the files and folders directly in a folder. */
  list(folder: string): Promise<Artifact[]>;
  /** Lists every file in a folder and in its subfolders. */
  files(folder: string): Promise<Artifact[]>;
  /** Uploads a file. */
  put(path: string, source: ArtifactSource): Promise<void>;
  /** Opens a file for reading. */
  get(path: string): Promise<NodeJS.ReadableStream>;
}

/** The fields of a run that identify its artifacts. */
export interface ArtifactOwner {
  id: string;
  experimentId: string;
  artifactUri: string;
}

/** The run-history service of an Azure ML workspace and the workspace's path in it. */
export interface HistoryService {
  connection: Connection;
  workspacePath: string;
  /** Aborts the requests of a store. */
  signal?: AbortSignal;
}
