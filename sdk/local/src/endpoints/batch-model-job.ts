import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobInput, JobOutput, PipelineJob } from 'carry-ml/arm';
import { dataPath, type DataSources } from '../data/data-path.js';
import { isoDuration } from '../jobs/iso-duration.js';
import { MLFLOW_SCORING } from '../jobs/parallel-run.js';
import type { DeploymentProperties } from '../schemas/deployment-schema.js';
import { ANONYMOUS_NAMES, anonymousVersion } from '../store/anonymous-names.js';
import type { StoredDeployment } from '../store/endpoint-store.js';
import type { AssetStores } from '../store/stores-by-kind.js';
import type { BatchRequest } from './batch-request.js';
import { fail } from './errors.js';

export interface ModelJobDeps {
  data: DataSources;
  assets: Pick<AssetStores, 'components' | 'environments'>;
  user: string;
}

/** The output of the jobs of model deployments, and the step that writes it, as in Azure. */
const OUTPUT = 'score';
const STEP = 'batchscoring';
const MODEL = 'carry_model';
const DATA = 'carry_data';

interface Settings extends DeploymentProperties {
  compute?: string | null;
  errorThreshold?: number;
  loggingLevel?: string;
  maxConcurrencyPerInstance?: number;
  miniBatchSize?: number;
  outputAction?: string;
  outputFileName?: string;
  resources?: { instanceCount?: number };
  retrySettings?: { maxRetries?: number; timeout?: string };
}

/**
 * The job of a request to a deployment of a model: a pipeline whose only step runs the scoring script over the files, or over the model
 * alone if it is one of MLflow.
 */
export async function modelJob(
  deployment: StoredDeployment,
  request: BatchRequest,
  deps: ModelJobDeps
): Promise<PipelineJob> {
  const settings: Settings = { ...deployment.body.properties, ...request.overrides };
  const data = onlyInput(deployment, request.inputs);
  const output = Object.values(request.outputs)[0] ?? { jobOutputType: 'uri_folder' as const };
  const model = modelOf(settings);
  const folder = model && dataPath(model, deps.data);
  const isMlflow = folder !== undefined && existsSync(join(folder, 'MLmodel'));
  if (!settings.codeConfiguration && !isMlflow)
    throw fail('DeploymentScriptMissing', { deployment: deployment.name });
  const environment =
    settings.environmentId ?? mlflowEnvironment(deployment, folder, isMlflow, deps);
  const component = parallelComponent(settings, environment, model, data, output);
  return {
    jobType: 'Pipeline',
    inputs: { data },
    outputs: { [OUTPUT]: output },
    settings: { default_compute: settings.compute ?? undefined },
    jobs: {
      [STEP]: {
        type: 'parallel',
        componentId: anonymous('components', { componentSpec: component }, deps),
        environment_variables: settings.environmentVariables,
        inputs: {
          [DATA]: { job_input_type: 'literal', value: '${{parent.inputs.data}}' },
          ...(model ? { [MODEL]: { job_input_type: 'custom_model', uri: model } } : {})
        },
        outputs: { [OUTPUT]: { value: `\${{parent.outputs.${OUTPUT}}}` } }
      }
    }
  };
}

function onlyInput({ name }: StoredDeployment, inputs: Record<string, JobInput>): JobInput {
  const [input, ...more] = Object.values(inputs);
  if (!input || more.length > 0 || input.jobInputType === 'literal')
    throw fail('BatchInputNotSingle', { deployment: name, given: Object.keys(inputs) });
  return input;
}

/** The URI of the deployment's model. */
function modelOf({ model }: Settings): string | undefined {
  const reference = (model ?? {}) as Record<string, string | undefined>;
  const path = reference.path ?? '';
  if (reference.referenceType === 'DataPath')
    return `azureml://datastores/${(reference.datastoreId ?? '').split('/').at(-1)}/paths/${path}`;
  if (reference.referenceType === 'OutputPath')
    return `azureml://jobs/${(reference.jobId ?? '').split('/').at(-1)}/outputs/artifacts/paths/${path}`;
  return reference.assetId;
}

/** A component for the parallel step, with the settings of the deployment. */
function parallelComponent(
  settings: Settings,
  environment: string,
  model: string | undefined,
  data: JobInput,
  output: JobOutput
) {
  const { codeConfiguration: code } = settings;
  const appends = settings.outputAction !== 'SummaryOnly';
  return {
    type: 'parallel',
    // What is asked of an endpoint is run: a job is not reused.
    is_deterministic: false,
    inputs: {
      [DATA]: { type: data.jobInputType },
      // A copy: scripts look for the model's name below AZUREML_MODEL_DIR, where nothing else may be.
      ...(model ? { [MODEL]: { type: 'custom_model', mode: 'download' } } : {})
    },
    outputs: { [OUTPUT]: { type: output.jobOutputType } },
    input_data: `\${{inputs.${DATA}}}`,
    task: {
      code: code?.codeId ?? undefined,
      entry_script: code?.scoringScript ?? MLFLOW_SCORING,
      environment,
      append_row_to: appends ? `\${{outputs.${OUTPUT}}}` : undefined
    },
    model_name: model ? MODEL : undefined,
    ...parallelSettings(settings)
  };
}

/** The settings of a deployment, as those of parallel steps. */
function parallelSettings({ retrySettings, ...settings }: Settings) {
  const timeout = isoDuration(retrySettings?.timeout ?? '');
  return {
    output_file_name: settings.outputFileName,
    mini_batch_size: settings.miniBatchSize,
    max_concurrency_per_instance: settings.maxConcurrencyPerInstance,
    error_threshold: settings.errorThreshold,
    logging_level: settings.loggingLevel?.toUpperCase(),
    resources: { instance_count: settings.resources?.instanceCount },
    retry_settings: {
      max_retries: retrySettings?.maxRetries,
      timeout: timeout === undefined ? undefined : timeout / 1000
    }
  };
}

/** The environment of a deployment that names none: what the MLflow model says that it needs. */
function mlflowEnvironment(
  { name }: StoredDeployment,
  folder: string | undefined,
  isMlflow: boolean,
  deps: ModelJobDeps
): string {
  if (!isMlflow || folder === undefined)
    throw fail('DeploymentEnvironmentMissing', { deployment: name });
  const file = join(folder, 'conda.yaml');
  const condaFile = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  return anonymous('environments', { image: 'mlflow', condaFile }, deps);
}

/** Stores a version without a name of its own, once for each content, and returns its id. */
function anonymous(
  kind: 'components' | 'environments',
  properties: Record<string, unknown>,
  { assets, user }: ModelJobDeps
): string {
  const version = anonymousVersion(properties);
  const name = ANONYMOUS_NAMES[kind];
  if (!assets[kind].version(name, version))
    assets[kind].putVersion(name, version, { ...properties, isAnonymous: true }, user);
  return `azureml:${name}:${version}`;
}
