import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AutoMLData, AutoMLJob, CommandJob, JobInput } from 'carry-ml/arm';
import { primaryMetric } from './metrics.js';
import type { Candidate } from './search.js';

/** The environment of trials, by the name of Azure's; the table of curated environments has its packages. */
const ENVIRONMENT = 'azureml://registries/azureml/environments/ai-ml-automl/labels/latest';
/** Receives what a trial fits, in JSON. */
const REQUEST = 'CARRY_AUTOML_TRIAL';
/** The path of the model in the artifacts of a trial's run, as in Azure. */
export const MODEL_PATH = 'outputs/mlflow-model';

/** In the repository the program of the trials has its own folder; the published package contains a copy. */
const places = ['../../../../kernels/automl', '../job-side/automl'].map(place =>
  fileURLToPath(new URL(place, import.meta.url))
);

/** What a trial is asked to do. */
type Request = { candidate: Candidate } | { model: string };

/** The command job of a trial; without a request, one that stands for any of them. */
export function trialCommand(job: AutoMLJob, request?: Request): CommandJob {
  const { taskDetails: task, computeId, environmentId, environmentVariables, experimentName } = job;
  return {
    jobType: 'Command',
    command: 'python -m carry_automl',
    environmentId: environmentId || ENVIRONMENT,
    environmentVariables: {
      ...environmentVariables,
      PYTHONPATH: places.find(existsSync) ?? '',
      PYTHONDONTWRITEBYTECODE: '1',
      ...(request ? { [REQUEST]: requestText(job, request) } : {})
    },
    computeId,
    experimentName,
    inputs: inputsOf(job, request),
    limits: { jobLimitsType: 'Command', timeout: task.limitSettings?.trialTimeout }
  };
}

/** Trial number `index` of a job. */
export function trialJob(
  job: AutoMLJob,
  name: string,
  index: number,
  candidate: Candidate
): CommandJob {
  const { taskDetails, displayName } = job;
  const { scaler } = candidate.parameters;
  return {
    ...trialCommand(job, { candidate }),
    displayName: `${displayName ?? name}_${index}`,
    tags: { ...job.tags, run_algorithm: candidate.algorithm },
    properties: {
      runTemplate: 'automl_child',
      iteration: String(index),
      run_algorithm: candidate.algorithm,
      run_preprocessor: typeof scaler === 'string' ? scaler : '',
      primary_metric: primaryMetric(taskDetails.taskType, taskDetails.primaryMetric)?.logged ?? '',
      [CANDIDATE]: JSON.stringify(candidate)
    }
  };
}

/** The job that evaluates the best model on the test data. */
export function testJob(job: AutoMLJob, name: string, best: string): CommandJob {
  const model: JobInput = {
    jobInputType: 'mlflow_model',
    uri: `azureml://jobs/${best}/outputs/artifacts/paths/${MODEL_PATH}`
  };
  const command = trialCommand(job, { model: best });
  return {
    ...command,
    inputs: { ...command.inputs, model },
    displayName: `${job.displayName ?? name}_test`,
    properties: { runTemplate: 'automl_test', tested_run_id: best }
  };
}

/** The property of a trial that has its candidate. */
const CANDIDATE = 'carry.automlCandidate';

/** The candidate of a stored trial. */
export function candidateOf({ properties }: CommandJob): Candidate {
  return JSON.parse(properties?.[CANDIDATE] ?? '{"algorithm":"","parameters":{}}') as Candidate;
}

/** Whether the best model of a job is evaluated on test data. */
export function hasTest({ taskDetails: { testData, testDataSize } }: AutoMLJob): boolean {
  return Boolean(testData?.uri) || (testDataSize ?? 0) > 0;
}

function requestText({ taskDetails }: AutoMLJob, request: Request): string {
  const metric = primaryMetric(taskDetails.taskType, taskDetails.primaryMetric);
  // The data comes as inputs.
  const isData = (field: string) => ['trainingData', 'validationData', 'testData'].includes(field);
  const task = Object.fromEntries(Object.entries(taskDetails).filter(([field]) => !isData(field)));
  // Test data of its own leaves every row of the training data to the trials.
  if (taskDetails.testData?.uri) delete task.testDataSize;
  return JSON.stringify({ ...task, primaryMetric: metric?.logged, ...request });
}

/** The data of a trial: only the evaluation of the best model reads the test data. */
function inputsOf({ taskDetails }: AutoMLJob, request?: Request): Record<string, JobInput> {
  const { trainingData, validationData, testData } = taskDetails;
  const isTest = request !== undefined && 'model' in request;
  return {
    ...inputOf('training_data', trainingData),
    ...inputOf('validation_data', isTest ? undefined : validationData),
    ...inputOf('test_data', isTest ? testData : undefined)
  };
}

function inputOf(name: string, data: AutoMLData | null | undefined): Record<string, JobInput> {
  if (!data?.uri) return {};
  const { uri, mode } = data;
  return { [name]: { jobInputType: 'mltable', uri, ...(mode ? { mode } : {}) } };
}
