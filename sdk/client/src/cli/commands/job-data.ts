import type { Job } from '../../index.js';

/** What `--json` prints of a job; field names are kept for scripts. */
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
