import { withoutTrailingSlashes } from './slashes.js';

/** The output of a job, or a path below it, that a URI refers to. */
export interface JobOutputPath {
  job: string;
  output: string;
  /** Below the output; empty for all of it. */
  path: string;
}

/**
 * Reads `azureml://jobs/{j}/outputs/{o}/paths/{p}` and its long form with the workspace in front; returns
 * undefined for any other URI.
 *
 * @example parseJobOutputUri('azureml://jobs/brave-fox/outputs/artifacts/paths/model/')
 */
export function parseJobOutputUri(uri: string): JobOutputPath | undefined {
  const m = /^azureml:\/\/(?:.*\/)?jobs\/([^/]+)\/outputs\/([^/]+)(?:\/paths)?\/?(.*)$/is.exec(uri);
  return m?.[1] && m[2] ? { job: m[1], output: m[2], path: m[3] ?? '' } : undefined;
}

/** A folder of a datastore that every workspace has. */
export interface OutputFolder {
  datastore: 'workspaceartifactstore' | 'workspaceblobstore';
  path: string;
}

/** Returns the default folder of all named outputs of a job, the same in every Azure ML workspace. */
export function outputsFolder(job: string): OutputFolder {
  return { datastore: 'workspaceblobstore', path: `azureml/${job}` };
}

/**
 * Returns the default folder of an output of a job, the same in every Azure ML workspace; `artifacts` and `default` are
 * the artifacts of its run.
 */
export function outputFolder(job: string, output: string): OutputFolder {
  if (output === 'artifacts' || output === 'default')
    return { datastore: 'workspaceartifactstore', path: `ExperimentRun/dcid.${job}` };
  const { datastore, path } = outputsFolder(job);
  return { datastore, path: `${path}/${output}` };
}

/** Returns the URI of a folder of a datastore. */
export function folderUri({ datastore, path }: { datastore: string; path: string }): string {
  return `azureml://datastores/${datastore}/paths/${path}`;
}

/** Returns the URI of an output's files, which are at the output's own `uri` or in its default folder. */
export function outputFilesUri({ job, output, path }: JobOutputPath, uri?: string): string {
  const base = uri ?? folderUri(outputFolder(job, output));
  return path ? `${withoutTrailingSlashes(base)}/${path}` : base;
}
