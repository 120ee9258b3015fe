import type { CommandJob, JobInput, SweepJob } from '../arm/index.js';
import type { NotebookJob } from '../notebooks/index.js';
import { isoDuration } from './iso-duration.js';
import { plainName } from './job-name.js';

/** The resources of the workspace that a job of a notebook uses. */
export interface NotebookResources {
  codeId: string;
  environmentId: string;
  computeId?: string;
}

/** What a user decides about the job, besides the notebook. */
export interface NotebookChoices {
  displayName?: string;
  description?: string;
  experiment?: string;
  tags?: Record<string, string>;
  /** Seconds. */
  timeout?: number;
}

/** Returns the job that runs a notebook: a command job, or a sweep job where parameters have several values. */
export function notebookDefinition(
  notebook: NotebookJob,
  { codeId, environmentId, computeId }: NotebookResources,
  options: NotebookChoices
): CommandJob | SweepJob {
  const { displayName, command, properties, environmentVariables, sweep } = notebook;
  const shared = {
    computeId,
    displayName: options.displayName ?? displayName,
    description: options.description,
    experimentName: options.experiment ?? plainName(displayName, 'notebooks'),
    properties,
    tags: { ...options.tags, ...notebook.tags },
    inputs: inputsOf(notebook.data)
  };
  const trial = { command, codeId, environmentId, environmentVariables };
  const timeout = options.timeout === undefined ? undefined : isoDuration(options.timeout);
  if (!sweep) {
    const limits = timeout && { limits: { jobLimitsType: 'Command' as const, timeout } };
    return { jobType: 'Command', ...shared, ...trial, ...limits };
  }
  return {
    jobType: 'Sweep',
    ...shared,
    trial,
    searchSpace: Object.fromEntries(
      Object.entries(sweep.choices).map(([name, values]) => [name, ['choice', [values]]])
    ),
    samplingAlgorithm: { samplingAlgorithmType: 'Grid' },
    objective: { primaryMetric: sweep.metric, goal: sweep.goal },
    limits: {
      jobLimitsType: 'Sweep',
      maxTotalTrials: sweep.trials,
      maxConcurrentTrials: sweep.maxConcurrentTrials,
      trialTimeout: timeout
    }
  };
}

function inputsOf(data: NotebookJob['data']): Record<string, JobInput> {
  return Object.fromEntries(
    Object.entries(data).map(([name, { type, uri }]) => [
      name,
      { jobInputType: type, uri, mode: 'ReadOnlyMount' }
    ])
  );
}
