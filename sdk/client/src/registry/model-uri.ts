/** A path among the artifacts of a run. */
export interface RunPath {
  run: string;
  path: string;
}

/** How Azure ML writes a path among the artifacts of a job, whose name is the id of its run. */
export function runPathUri({ run, path }: RunPath): string {
  return `azureml://jobs/${run}/outputs/artifacts/paths/${path.replace(/^\/+|\/+$/g, '')}`;
}

/**
 * Reads a path among a run's artifacts, as Azure ML or MLflow (`runs:/{run}/{path}`) write it, or as the place in the
 * artifact store that it resolves to; undefined for any other URI.
 */
export function parseRunPath(uri: string): RunPath | undefined {
  const found =
    /^azureml:\/\/(?:.*\/)?jobs\/([^/]+)\/outputs\/artifacts\/(?:paths\/)?(.*)$/i.exec(uri) ??
    /^runs:\/+([^/]+)\/(.*)$/.exec(uri) ??
    /\/paths\/ExperimentRun\/dcid\.([^/]+)\/(.*)$/i.exec(uri);
  return found?.[1] === undefined ? undefined : { run: found[1], path: found[2] ?? '' };
}
