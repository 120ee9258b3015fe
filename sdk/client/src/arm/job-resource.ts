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
  trial: Pick<CommandJob, 'command' | 'codeId' | 'environmentId' | 'environmentVariables'> &
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
  status: JobStatus;
  startTimeUtc?: string | null;
  endTimeUtc?: string | null;
  /** Log name, such as `user_logs/std_log.txt`, to a readable URL. */
  logFiles: Record<string, string>;
  error?: { error: { code: string; message: string } } | null;
  /** Why the run waits or what is being prepared, newest first. */
  warnings?: { source?: string; message: string }[];
  properties?: Record<string, string>;
}
