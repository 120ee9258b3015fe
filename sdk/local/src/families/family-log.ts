import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { BlobFiles } from '../blobs/blob-files.js';
import { artifactFolder } from '../data/default-datastores.js';

/** The log of a job that has children, by the job's type: the files that Azure ML's clients stream. */
const logs: Record<string, string> = {
  Pipeline: 'logs/azureml/executionlogs.txt',
  Sweep: 'azureml-logs/hyperdrive.txt',
  AutoML: 'user_logs/std_log.txt'
};

/** Adds a line to the log of a job that has children. */
export function writeFamilyLog(
  files: BlobFiles,
  job: { name: string; type: string },
  line: string,
  at: number
): void {
  const { container, path } = artifactFolder(job.name);
  const file = files.path(container, `${path}/${logs[job.type] ?? 'logs/azureml/job.txt'}`);
  files.requireOwn(file);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  appendFileSync(file, `[${new Date(at).toISOString()}] ${line}\n`);
}
