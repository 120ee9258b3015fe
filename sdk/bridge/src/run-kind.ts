import type { Job, Run, Workspace } from 'carry-ml';
import { ifFound } from './if-found.js';

/** Ids that MLflow's clients let the service make; a job has the name that its author gave it. */
const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** Tells whether a run tracks a job; otherwise code outside of a job started it, such as a cell. */
export function isJobRun({ id, tags }: Pick<Run, 'id' | 'tags'>): boolean {
  return tags['mlflow.source.type'] === 'JOB' || 'azureml.jobName' in tags || !UUID.test(id);
}

/** Tells whether a run belongs to another one, as the steps of a pipeline and the trials of a sweep do. */
export function isChildRun(run: Pick<Run, 'tags'>): boolean {
  return parentOf(run) !== null;
}

/** Returns the id of the run that a run belongs to. */
export function parentOf({ tags }: Pick<Run, 'tags'>): string | null {
  return tags['mlflow.parentRunId'] ?? null;
}

/** Tells whether a run has ended, well or not. */
export function hasEnded({ status }: Pick<Run, 'status'>): boolean {
  return status !== 'RUNNING' && status !== 'SCHEDULED';
}

/** Returns the job of a run; undefined if the run has none. */
export function findJob(ws: Workspace, name: string): Promise<Job | undefined> {
  return ifFound(ws.jobs.get(name));
}
