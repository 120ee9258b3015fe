import type { Job } from '../../index.js';

/** The argument of commands about one job. */
export const jobArgument = { description: "the name of the job; 'carry runs' lists them" } as const;

/** The fields of a job that `--json` prints. Scripts rely on their names. */
export function jobData(job: Job) {
  const { spec } = job;
  return {
    name: job.name,
    status: job.status,
    displayName: spec.displayName,
    experiment: spec.experiment,
    compute: spec.compute,
    notebook: spec.notebook,
    kernel: spec.kernel,
    language: spec.language,
    environment: spec.environment,
    parameters: spec.parameters,
    tags: spec.tags,
    createdAt: spec.createdAt?.toISOString()
  };
}
