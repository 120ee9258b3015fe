import { pathInside } from '../artifacts/artifact-path.js';
import { wireFile } from '../artifacts/artifact-wire.js';
import type { MlflowDeps } from '../deps.js';
import { message } from '../wire/response.js';
import { endpoint, type Endpoint } from '../wire/endpoint.js';
import { string } from '../wire/message.js';
import { runIdFields, runIdOf } from '../wire/run-id.js';
import { runFolder } from './runs.js';

/** `artifacts/list` of MLflow's API, with paths relative to the run. */
export function runArtifactEndpoints({ runs, artifacts }: MlflowDeps): Endpoint[] {
  return [
    endpoint(
      'GET',
      '/artifacts/list',
      { ...runIdFields, path: string, page_token: string },
      async input => {
        const run = runs.getInfo(runIdOf(input));
        const folder = runFolder(run.runId);
        const files = await artifacts.list(pathInside(folder, input.path ?? ''));
        return message({
          root_uri: run.artifactUri,
          files: files.map(file => wireFile(file, file.path.slice(folder.length + 1)))
        });
      }
    )
  ];
}
