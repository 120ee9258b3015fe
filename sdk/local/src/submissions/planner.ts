import type { CommandJob, JobBase, PipelineJob, SweepJob } from 'carry-ml/arm';
import { checkCommand, type CommandSources } from '../jobs/command-check.js';
import type { PlanJob } from '../jobs/plan-job.js';
import { planPipeline } from '../pipelines/plan-pipeline.js';
import { planSweep } from '../sweeps/plan-sweep.js';
import { fail } from './errors.js';

/** The job types that this machine does not run, and what to use instead. */
const alternatives: Record<string, string> = {
  AutoML: 'Try the models yourself in a job of type Sweep, or use an Azure workspace for AutoML.',
  Spark: 'Run PySpark on this machine in a job of type Command, or use an Azure workspace for it.',
  Labeling: 'Label in an Azure workspace and bring the result here as a data asset.'
};

/** Plans jobs of every type that the local workspace runs. */
export function planner(sources: CommandSources): PlanJob {
  const plan: PlanJob = (naming, given) => {
    if (isCommand(given)) return [checkCommand(naming, given, sources)];
    if (isPipeline(given)) return planPipeline(naming, given, { ...sources, plan });
    if (isSweep(given)) return [planSweep(naming, given, sources)];
    throw fail('JobTypeNotServed', {
      jobType: given.jobType,
      instead: alternatives[given.jobType] ?? 'It runs Command, Pipeline and Sweep.'
    });
  };
  return plan;
}

function isCommand(job: JobBase): job is CommandJob {
  return job.jobType === 'Command';
}

function isPipeline(job: JobBase): job is PipelineJob {
  return job.jobType === 'Pipeline';
}

function isSweep(job: JobBase): job is SweepJob {
  return job.jobType === 'Sweep';
}
