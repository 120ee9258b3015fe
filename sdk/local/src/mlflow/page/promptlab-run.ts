import { Readable } from 'node:stream';
import { pathInside } from '../artifacts/artifact-path.js';
import type { MlflowDeps } from '../deps.js';
import { fail } from '../errors.js';
import { wireRun } from '../runs/run-wire.js';
import { runFolder } from '../runs/runs.js';
import { MLFLOW_VERSION } from '../server-routes.js';
import { endpoint, type Endpoint } from '../wire/endpoint.js';
import { int64, json, list, nested, required, string, type Message } from '../wire/message.js';
import { checkKey, limits, truncateValue } from '../wire/names.js';
import { tagList, tagRecord } from '../wire/tags.js';

const pairs = list(required(nested({ key: required(string), value: json })));

const fields = {
  experiment_id: string,
  run_name: string,
  tags: tagList,
  prompt_template: string,
  prompt_parameters: pairs,
  model_route: string,
  model_parameters: pairs,
  model_input: string,
  model_output: string,
  model_output_parameters: pairs,
  mlflow_version: string,
  user_id: string,
  start_time: int64
};

type Input = Message<typeof fields>;

/** In the order in which MLflow asks for them. */
const requiredFields = [
  'experiment_id',
  'prompt_template',
  'prompt_parameters',
  'model_route',
  'model_input',
  'mlflow_version'
] as const;

const TABLE = 'eval_results_table.json';

/**
 * The endpoint with which the prompt lab of MLflow's page saves a prompt: as a run with the prompt, what the language model answered, and
 * a model that asks it again.
 */
export function promptlabEndpoint(deps: MlflowDeps): Endpoint {
  return endpoint('POST', '/runs/create-promptlab-run', fields, async input => {
    for (const field of requiredFields)
      if (!input[field]?.length) throw fail('PromptlabFieldMissing', { field });
    const runId = createRun(deps, input);
    try {
      await writeFiles(deps, runId, input);
      deps.runs.update(runId, { status: 'FINISHED', endTime: deps.now() });
    } catch (error) {
      deps.runs.update(runId, { status: 'FAILED', endTime: deps.now() });
      throw error;
    }
    return { run: wireRun(deps.runs.get(runId)) };
  });
}

function createRun({ runs, newId, now, transaction }: MlflowDeps, input: Input): string {
  const { id: experimentId } = runs.experiments.getActive(input.experiment_id ?? '');
  const params = {
    ...record(input.model_parameters),
    model_route: input.model_route ?? '',
    prompt_template: input.prompt_template ?? ''
  };
  for (const key of Object.keys(params)) checkKey(key, 'key');
  return transaction(() => {
    const { runId } = runs.insert({
      runId: newId(),
      experimentId,
      runName: input.run_name,
      userId: input.user_id || 'unknown',
      startTime: input.start_time ?? now(),
      tags: {
        ...tagRecord(input.tags),
        'mlflow.loggedArtifacts': `[{"path": "${TABLE}", "type": "table"}]`,
        'mlflow.runSourceType': 'PROMPT_ENGINEERING'
      }
    });
    const truncated = Object.entries(params).map(([key, value]) => [
      key,
      truncateValue(value, limits.paramValue)
    ]);
    runs.logParams(runId, Object.fromEntries(truncated) as Record<string, string>);
    return runId;
  });
}

/** YAML may be written as JSON. */
async function writeFiles(deps: MlflowDeps, runId: string, input: Input): Promise<void> {
  const prompt = Object.entries(record(input.prompt_parameters));
  const output = Object.entries(record(input.model_output_parameters));
  const table = {
    columns: [...keys(prompt), 'prompt', 'output', ...keys(output)],
    data: [[...values(prompt), input.model_input, input.model_output ?? null, ...values(output)]]
  };
  const schema = (names: string[]) =>
    JSON.stringify(names.map(name => ({ type: 'string', name, required: true })));
  const model = {
    artifact_path: 'model',
    flavors: {
      python_function: {
        loader_module: 'mlflow.prompt.promptlab_model',
        parameters_path: 'parameters.yaml',
        env: { virtualenv: 'python_env.yaml' }
      }
    },
    mlflow_version: MLFLOW_VERSION,
    run_id: runId,
    signature: { inputs: schema(keys(prompt)), outputs: schema(['output']), params: null },
    utc_time_created: new Date(deps.now()).toISOString().replace('T', ' ').replace('Z', '000')
  };
  const parameters = {
    prompt_template: input.prompt_template,
    prompt_parameters: record(input.prompt_parameters),
    model_parameters: record(input.model_parameters),
    model_route: input.model_route
  };
  const requirement = `mlflow[gateway]==${MLFLOW_VERSION}`;
  const files = {
    [TABLE]: JSON.stringify(table),
    'model/MLmodel': JSON.stringify(model),
    'model/parameters.yaml': JSON.stringify(parameters),
    'model/requirements.txt': requirement,
    'model/python_env.yaml': JSON.stringify({ dependencies: ['-r requirements.txt'] })
  };
  for (const [path, text] of Object.entries(files))
    await deps.artifacts.write(pathInside(runFolder(runId), path), Readable.from([text]));
}

type Pairs = Input['prompt_parameters'];
const keys = (entries: [string, string][]) => entries.map(([key]) => key);
const values = (entries: [string, string][]) => entries.map(([, value]) => value);

function record(given: Pairs): Record<string, string> {
  const texts = given.map(({ key, value }): [string, string] => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value ?? null)
  ]);
  return Object.fromEntries(texts);
}
