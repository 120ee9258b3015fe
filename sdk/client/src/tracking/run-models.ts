import type { Mlflow, RunRecord } from './mlflow.js';

/** A model of a run: a registered version that came from it, or a model that it logged. */
export interface RunModel {
  /** The registered name, or the name that the model was logged under. */
  name: string;
  /** The registered version; undefined for a model that was only logged. */
  version?: string;
}

/** MLflow 2 lists the models of a run in this tag. */
const LOGGED_TAG = 'mlflow.log-model.history';

/** Returns the models of a run, registered versions first. */
export async function modelsOfRun(mlflow: Mlflow, record: RunRecord): Promise<RunModel[]> {
  const [registered, logged] = await Promise.all([
    registeredVersions(mlflow, record.info.run_id),
    loggedModels(mlflow, record)
  ]);
  const tag = record.data?.tags?.find(({ key }) => key === LOGGED_TAG)?.value;
  return [...registered, ...logged, ...namesInTag(tag)];
}

async function registeredVersions(mlflow: Mlflow, run: string): Promise<RunModel[]> {
  const found: RunModel[] = [];
  let token: string | undefined;
  do {
    const page = await mlflow.get<{
      model_versions?: { name: string; version: string | number }[];
      next_page_token?: string;
    }>('model-versions/search', { filter: `run_id='${run}'`, page_token: token });
    for (const { name, version } of page.model_versions ?? []) {
      found.push({ name, version: String(version) });
    }
    token = page.next_page_token || undefined;
  } while (token !== undefined);
  return found;
}

/** MLflow 3 stores logged models beside the run, which names only their ids. */
function loggedModels(mlflow: Mlflow, { outputs }: RunRecord): Promise<RunModel[]> {
  const ids = outputs?.model_outputs?.map(output => output.model_id) ?? [];
  return Promise.all(
    ids.map(async id => {
      const path = `logged-models/${encodeURIComponent(id)}`;
      const { model } = await mlflow.get<{ model: { info: { name: string } } }>(path, {});
      return { name: model.info.name };
    })
  );
}

function namesInTag(tag = '[]'): RunModel[] {
  const models = JSON.parse(tag) as { artifact_path: string }[];
  return models.map(({ artifact_path: path }) => ({ name: path.split('/').at(-1) ?? path }));
}
