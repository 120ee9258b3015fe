import type { Resource } from './envelope.js';

/** Azure ML's states of a job. The local workspace passes through Queued, Preparing, Running and one terminal state. */
export type JobStatus =
  | 'NotStarted'
  | 'Starting'
  | 'Provisioning'
  | 'Preparing'
  | 'Queued'
  | 'Running'
  | 'Finalizing'
  | 'CancelRequested'
  | 'Completed'
  | 'Failed'
  | 'Canceled'
  | 'NotResponding'
  | 'Paused'
  | 'Unknown';

const terminal: ReadonlySet<string> = new Set(['Completed', 'Failed', 'Canceled']);

/** Returns whether a status is final: `Completed`, `Failed` or `Canceled`. */
export function isTerminal(status: string): boolean {
  return terminal.has(status);
}

/** An input of a job: a literal value, or data by URI. */
export interface JobInput {
  jobInputType:
    | 'literal'
    | 'uri_file'
    | 'uri_folder'
    | 'mltable'
    | 'custom_model'
    | 'mlflow_model'
    | 'triton_model';
  /** The value of a literal. */
  value?: string;
  /** The URI of the data: `azureml://…`, `azureml:name:version` or https. */
  uri?: string;
  mode?: string;
  description?: string;
}

/** An output of a job: a file or folder that the job writes. */
export interface JobOutput {
  jobOutputType:
    'uri_file' | 'uri_folder' | 'mltable' | 'custom_model' | 'mlflow_model' | 'triton_model';
  uri?: string;
  mode?: string;
  description?: string;
  assetName?: string;
  assetVersion?: string;
}

/** A web page or endpoint of a job. */
export interface JobService {
  jobServiceType: string;
  endpoint?: string;
  [more: string]: unknown;
}

/** The fields of jobs of every type, as in Azure ML's REST API. */
export interface JobBase {
  jobType: string;
  /** ARM id of the compute; absent means the workspace's serverless default. */
  computeId?: string | null;
  displayName?: string;
  description?: string;
  experimentName?: string;
  inputs?: Record<string, JobInput | null>;
  outputs?: Record<string, JobOutput | null>;
  /** ISO 8601 duration, such as `PT1H`. */
  limits?: { jobLimitsType: 'Command' | 'Sweep'; timeout?: string | null } | null;
  tags?: Record<string, string>;
  properties?: Record<string, string>;
  services?: Record<string, JobService | null>;
  isArchived?: boolean;
  readonly status?: JobStatus;
  [more: string]: unknown;
}

/** A command job. */
export interface CommandJob extends JobBase {
  jobType: 'Command';
  command: string;
  /** ARM id or `azureml:name:version` of the code version that becomes the working folder. */
  codeId?: string | null;
  environmentId: string;
  environmentVariables?: Record<string, string>;
  /** Runs the command as several processes that work together. */
  distribution?: Distribution | null;
  resources?: JobResources | null;
}

/** How the processes of a job work together, as in Azure ML's REST API. */
export interface Distribution {
  distributionType: string;
  /** Processes on each instance, of PyTorch and MPI; 1 by default. */
  processCountPerInstance?: number | null;
  /** Workers of TensorFlow; as many as there are instances by default. */
  workerCount?: number | null;
  /** Parameter servers of TensorFlow; none by default. */
  parameterServerCount?: number | null;
  [more: string]: unknown;
}

/** The machines of a job. */
export interface JobResources {
  /** Number of instances (nodes); 1 by default. */
  instanceCount?: number | null;
  [more: string]: unknown;
}

/** A pipeline job: steps that run components, connected by their outputs and inputs. */
export interface PipelineJob extends JobBase {
  jobType: 'Pipeline';
  /** The steps by name, each as the client sends it. */
  jobs?: Record<string, Record<string, unknown>>;
  settings?: Record<string, unknown>;
}

/** A sweep job: trials of one command with different values of its hyperparameters. */
export interface SweepJob extends JobBase {
  jobType: 'Sweep';
  /** The command of each trial; `${{search_space.x}}` is replaced by the value of a hyperparameter. */
  trial: Pick<
    CommandJob,
    'command' | 'codeId' | 'environmentId' | 'environmentVariables' | 'distribution' | 'resources'
  > &
    Record<string, unknown>;
  /** Hyperparameter to distribution, such as `["uniform", [0, 1]]`. */
  searchSpace: Record<string, unknown>;
  samplingAlgorithm: {
    samplingAlgorithmType: 'Grid' | 'Random' | 'Bayesian';
    rule?: 'Random' | 'Sobol' | null;
    seed?: number | null;
    /** Base of the logarithmic distributions: a positive number or `e`. */
    logbase?: string | number | null;
  };
  objective: { primaryMetric: string; goal: 'Minimize' | 'Maximize' };
  limits?: {
    jobLimitsType: 'Sweep';
    maxTotalTrials?: number | null;
    maxConcurrentTrials?: number | null;
    /** ISO 8601 duration of the whole sweep. */
    timeout?: string | null;
    /** ISO 8601 duration of one trial. */
    trialTimeout?: string | null;
  } | null;
  earlyTermination?: EarlyTermination | null;
}

/** An AutoML job: the workspace tries models on a table, and keeps the best one. */
export interface AutoMLJob extends JobBase {
  jobType: 'AutoML';
  taskDetails: AutoMLTask;
  /** The environment of its trials; absent means the workspace's own for AutoML. */
  environmentId?: string | null;
  environmentVariables?: Record<string, string>;
}

/** A setting that is chosen by the service (`Auto`), or given. */
export interface AutoMLChoice {
  mode: string;
  value?: number | null;
  values?: number[] | null;
}

/** The data of an AutoML job, a folder with a file MLTable. */
export type AutoMLData = Pick<JobInput, 'uri' | 'mode'> & { jobInputType?: string };

/** What an AutoML job does, in the fields of its tasks Classification, Regression and Forecasting. */
export interface AutoMLTask {
  taskType: string;
  targetColumnName?: string | null;
  primaryMetric?: string | null;
  positiveLabel?: string | null;
  trainingData?: AutoMLData | null;
  validationData?: AutoMLData | null;
  testData?: AutoMLData | null;
  validationDataSize?: number | null;
  testDataSize?: number | null;
  weightColumnName?: string | null;
  cvSplitColumnNames?: string[] | null;
  nCrossValidations?: AutoMLChoice | null;
  featurizationSettings?: {
    mode?: string | null;
    blockedTransformers?: string[] | null;
    columnNameAndTypes?: Record<string, string> | null;
    transformerParams?: Record<string, AutoMLTransformer[] | null> | null;
    [more: string]: unknown;
  } | null;
  limitSettings?: {
    maxTrials?: number | null;
    maxConcurrentTrials?: number | null;
    maxCoresPerTrial?: number | null;
    enableEarlyTermination?: boolean | null;
    exitScore?: number | null;
    /** ISO 8601 duration of the whole search. */
    timeout?: string | null;
    /** ISO 8601 duration of one trial. */
    trialTimeout?: string | null;
    [more: string]: unknown;
  } | null;
  trainingSettings?: {
    allowedTrainingAlgorithms?: string[] | null;
    blockedTrainingAlgorithms?: string[] | null;
    enableStackEnsemble?: boolean | null;
    enableVoteEnsemble?: boolean | null;
    [more: string]: unknown;
  } | null;
  forecastingSettings?: {
    timeColumnName?: string | null;
    timeSeriesIdColumnNames?: string[] | null;
    forecastHorizon?: AutoMLChoice | null;
    frequency?: string | null;
    seasonality?: AutoMLChoice | null;
    targetLags?: AutoMLChoice | null;
    targetRollingWindowSize?: AutoMLChoice | null;
    cvStepSize?: number | null;
    featuresUnknownAtForecastTime?: string[] | null;
    [more: string]: unknown;
  } | null;
  [more: string]: unknown;
}

/** How a transformer treats some columns, such as the strategy of an imputer. */
export interface AutoMLTransformer {
  fields?: string[] | null;
  parameters?: Record<string, unknown> | null;
}

/** When a sweep stops a trial that performs worse than others. Intervals count the values that a trial has logged. */
export interface EarlyTermination {
  policyType: 'Bandit' | 'MedianStopping' | 'TruncationSelection';
  evaluationInterval?: number | null;
  delayEvaluation?: number | null;
  slackFactor?: number | null;
  slackAmount?: number | null;
  truncationPercentage?: number | null;
}

/** A job as the workspace returns it. */
export type JobResource = Resource<CommandJob>;

/** The details of a run in run history: its times, its log files and why it failed. */
export interface RunDetails {
  runId: string;
  /** The name of the compute. */
  target?: string | null;
  status: JobStatus;
  startTimeUtc?: string | null;
  endTimeUtc?: string | null;
  /** Log name, such as `user_logs/std_log.txt`, to a readable URL. */
  logFiles: Record<string, string>;
  error?: { error: { code: string; message: string } } | null;
  /** Why the run waits or what is being prepared, newest first. */
  warnings?: { source?: string; message: string }[];
  properties?: Record<string, string>;
  /** Data sets of azureml-core. */
  inputDatasets?: object[];
  outputDatasets?: object[];
}
