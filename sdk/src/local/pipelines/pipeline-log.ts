import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { BlobFiles } from '../blobs/blob-files.js';
import { artifactFolder } from '../datastores.js';

/** Adds a line to the log of a pipeline. Azure ML's clients stream a file of this name. */
export function writePipelineLog(
  files: BlobFiles,
  pipeline: string,
  line: string,
  at: number
): void {
  const { container, path } = artifactFolder(pipeline);
  const file = files.path(container, `${path}/logs/azureml/executionlogs.txt`);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  appendFileSync(file, `[${new Date(at).toISOString()}] ${line}\n`);
}
