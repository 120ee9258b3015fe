/** The output of a job, or a path below it, as a URI names it. */
export interface JobOutputPath {
  job: string;
  output: string;
  /** Below the output; empty for all of it. */
  path: string;
}

/**
 * Reads `azureml://jobs/{j}/outputs/{o}/paths/{p}` and its long form with the workspace in front; undefined for any other URI.
 *
 * @example parseJobOutputUri('azureml://jobs/brave-fox/outputs/artifacts/paths/model/')
 */
export function parseJobOutputUri(uri: string): JobOutputPath | undefined {
  const m = /^azureml:\/\/(?:.*\/)?jobs\/([^/]+)\/outputs\/([^/]+)(?:\/paths)?\/?(.*)$/i.exec(uri);
  return m?.[1] && m[2] ? { job: m[1], output: m[2], path: m[3] ?? '' } : undefined;
}

/** A folder of one of the datastores that every workspace has. */
export interface OutputFolder {
  datastore: 'workspaceartifactstore' | 'workspaceblobstore';
  path: string;
}

/** Where every Azure ML workspace keeps all named outputs of a job that were not told to go elsewhere. */
export function outputsFolder(job: string): OutputFolder {
  return { datastore: 'workspaceblobstore', path: `azureml/${job}` };
}

/**
 * Where every Azure ML workspace keeps an output of a job that was not told to go elsewhere; `artifacts` and `default` are what its
 * run left behind.
 */
export function outputFolder(job: string, output: string): OutputFolder {
  if (output === 'artifacts' || output === 'default')
    return { datastore: 'workspaceartifactstore', path: `ExperimentRun/dcid.${job}` };
  const { datastore, path } = outputsFolder(job);
  return { datastore, path: `${path}/${output}` };
}

/** The URI of a folder of a datastore. */
export function folderUri({ datastore, path }: OutputFolder): string {
  return `azureml://datastores/${datastore}/paths/${path}`;
}

/** The URI of the files that are meant, of an output that was `told` to go to a URI or lies where every workspace keeps it. */
export function outputFilesUri({ job, output, path }: JobOutputPath, told?: string): string {
  const base = told ?? folderUri(outputFolder(job, output));
  return path ? `${base.replace(/\/+$/, '')}/${path}` : base;
}
