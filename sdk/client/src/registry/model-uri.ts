import { withoutOuterSlashes } from '../arm/index.js';

/** A path among the artifacts of a run. */
export interface RunPath {
  run: string;
  path: string;
}

/** Returns Azure ML's URI of a path among the artifacts of a job, whose name is the id of its run. */
export function runPathUri({ run, path }: RunPath): string {
  return `azureml://jobs/${run}/outputs/artifacts/paths/${withoutOuterSlashes(path)}`;
}

/**
 * Reads the URI of a path among a run's artifacts: Azure ML's, MLflow's (`runs:/{run}/{path}`), or that of the folder
 * in the artifact store; returns undefined for any other URI.
 */
export function parseRunPath(uri: string): RunPath | undefined {
  const found =
    /^azureml:\/\/(?:.*\/)?jobs\/([^/]+)\/outputs\/artifacts\/(?:paths\/)?(.*)$/is.exec(uri) ??
    /^runs:\/+([^/]+)\/(.*)$/.exec(uri) ??
    /\/paths\/ExperimentRun\/dcid\.([^/]+)\/(.*)$/is.exec(uri);
  return found?.[1] === undefined ? undefined : { run: found[1], path: found[2] ?? '' };
}
