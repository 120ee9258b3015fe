import type { AutoMLJob, CommandJob, JobBase, PipelineJob, SweepJob } from 'carry-ml/arm';
import { planAutoML } from '../automl/plan-automl.js';
import { checkCommand, type CommandSources } from '../jobs/command-check.js';
import { checkOutputs } from '../jobs/output-check.js';
import { withLocatedOutputs } from '../jobs/output-template.js';
import type { PlanJob } from '../jobs/plan-job.js';
import { planPipeline } from '../pipelines/plan-pipeline.js';
import { planSweep } from '../sweeps/plan-sweep.js';
import { fail } from './errors.js';

/** The job types that this machine does not run, and what to use instead. */
const alternatives: Record<string, string> = {
  Spark: 'Run PySpark on this machine in a job of type Command, or use an Azure workspace for it.',
  Labeling: 'Label in an Azure workspace and bring the result here as a data asset.'
};

/** Plans jobs of every type that the local workspace runs. */
export function planner(sources: CommandSources): PlanJob {
  const plan: PlanJob = (naming, given) => {
    if (isPipeline(given)) return planPipeline(naming, given, { ...sources, plan });
    const located = withLocatedOutputs(naming.name, given);
    checkOutputs(located, sources);
    if (isCommand(located)) return [checkCommand(naming, located, sources)];
    if (isSweep(located)) return [planSweep(naming, located, sources)];
    if (isAutoML(located)) return [planAutoML(naming, located, sources)];
    throw fail('JobTypeNotServed', {
      jobType: given.jobType,
      instead: alternatives[given.jobType] ?? 'It runs AutoML, Command, Pipeline and Sweep.'
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

function isAutoML(job: JobBase): job is AutoMLJob {
  return job.jobType === 'AutoML';
}

function isSweep(job: JobBase): job is SweepJob {
  return job.jobType === 'Sweep';
}
