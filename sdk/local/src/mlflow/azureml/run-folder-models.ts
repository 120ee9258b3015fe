import { withoutTrailingSlashes } from 'carry-ml/arm';
import type { FastifyInstance } from 'fastify';
import { artifactsScheme } from '../artifacts/artifacts.js';
import type { MlflowDeps } from '../deps.js';
import { runFolder, type RunInfo } from '../runs/runs.js';
import { isAzuremlStore } from './plain-path.js';

type Deps = Pick<MlflowDeps, 'runs' | 'logged' | 'artifacts' | 'transaction' | 'newId'>;

/** The filter with which MLflow 3 looks for the model of `runs:/{run}/{path}`. */
const byName = /^name = '([^']+)'$/;
/** The folders of this many runs are looked at together. */
const RUNS_PER_PART = 200;

/**
 * Lets MLflow 3 find, through azureml-mlflow, a model among the files of a run. For `runs:/{run}/{path}` it lists the files at the path, and
 * if no MLmodel is among them it searches for a logged model of that name. The plugin lists the whole run instead of the path, so the
 * search has to find the model: before a search by name, each folder of a run at that path that contains a model becomes a logged model.
 *
 * MLflow searches in the same words before it lists a folder `{path}` of a run, and adds the files of the logged model to those of the
 * folder. Through the plugin, it therefore lists each file of such a folder twice.
 */
export function findRunFolderModels(app: FastifyInstance, deps: Deps): void {
  app.addHook('preHandler', async request => {
    if (!request.routeOptions.url?.endsWith('/logged-models/search')) return;
    if (!isAzuremlStore(request)) return;
    const search = (request.body ?? {}) as { filter?: unknown; experiment_ids?: unknown };
    const name = byName.exec(String(search.filter))?.[1];
    if (name === undefined || !Array.isArray(search.experiment_ids)) return;
    const path = withoutTrailingSlashes(name);
    search.filter = `name = '${path}'`;
    for (const id of search.experiment_ids) await logModelsAt(path, String(id), deps);
  });
}

/** Creates a logged model for each run of the experiment with a model in the folder, unless the run has logged one of that name. */
async function logModelsAt(path: string, experimentId: string, deps: Deps): Promise<void> {
  for (let offset = 0; ; offset += RUNS_PER_PART) {
    const part = deps.runs.ofExperiment(experimentId, { offset, limit: RUNS_PER_PART });
    const known = deps.logged.runsWith(experimentId, path);
    const unknown = part.filter(({ runId }) => !known.has(runId));
    const isModel = await Promise.all(
      unknown.map(({ runId }) => deps.artifacts.hasFile(`${runFolder(runId)}/${path}/MLmodel`))
    );
    const found = unknown.filter((_, at) => isModel[at]);
    if (found.length > 0) logModels(found, path, experimentId, deps);
    if (part.length < RUNS_PER_PART) return;
  }
}

function logModels(found: RunInfo[], path: string, experimentId: string, deps: Deps): void {
  const { logged, transaction } = deps;
  transaction(() => {
    // Read again: another search may have created some of them while this one looked at files.
    const known = logged.runsWith(experimentId, path);
    for (const { runId } of found.filter(run => !known.has(run.runId))) {
      const { modelId } = logged.create({
        modelId: `m-${deps.newId()}`,
        experimentId,
        name: path,
        sourceRunId: runId,
        artifactUri: `${artifactsScheme}${runFolder(runId)}/${path}`,
        params: {},
        tags: {}
      });
      logged.setStatus(modelId, 'LOGGED_MODEL_READY');
    }
  });
}
