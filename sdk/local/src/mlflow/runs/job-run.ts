import type { StoredJob } from '../../store/job-store.js';
import { parentRunTag, type RunStore } from './runs.js';

/** Creates the MLflow run of a job. The run has the job's name as its id and, for a child job, its parent's run as parent. */
export function createJobRun(runs: RunStore, job: StoredJob): void {
  runs.create({
    runId: job.name,
    experimentName: job.experiment,
    runName: job.properties.displayName ?? job.name,
    userId: job.createdBy,
    startTime: job.createdAt,
    tags: {
      'mlflow.source.type': 'JOB',
      'azureml.jobName': job.name,
      ...(job.parent ? { [parentRunTag]: job.parent.job } : {}),
      ...job.properties.tags
    }
  });
}
