import type { JobBase } from 'carry-ml/arm';
import type { StoredDeployment } from '../store/endpoint-store.js';
import type { StoredJob } from '../store/job-store.js';
import type { Submissions } from '../submissions/submissions.js';
import { modelJob, type ModelJobDeps } from './batch-model-job.js';
import { pipelineJob } from './batch-pipeline-job.js';
import type { BatchRequest } from './batch-request.js';
import { fail } from './errors.js';

/** The properties by which the jobs of an endpoint and of a deployment are found. */
export const ENDPOINT_PROPERTY = 'azureml.batchendpoint';
export const DEPLOYMENT_PROPERTY = 'azureml.batchdeployment';

export interface InvocationDeps extends ModelJobDeps {
  submissions: Pick<Submissions, 'get' | 'put'>;
  user: string;
  newId: () => string;
}

/** Submits the job of a request to a batch deployment. */
export async function invokeDeployment(
  deployment: StoredDeployment,
  request: BatchRequest,
  deps: InvocationDeps
): Promise<StoredJob> {
  const name = request.name ?? `batchjob-${deps.newId()}`;
  if (deps.submissions.get(name)) throw fail('BatchJobNameTaken', { name });
  const { endpoint, body } = deployment;
  const planned = body.properties.deploymentConfiguration
    ? pipelineJob(deployment, request)
    : await modelJob(deployment, request, deps);
  const job: JobBase = {
    displayName: deployment.name,
    experimentName: request.experiment ?? endpoint,
    ...planned,
    properties: { [ENDPOINT_PROPERTY]: endpoint, [DEPLOYMENT_PROPERTY]: deployment.name }
  };
  return deps.submissions.put(name, job, deps.user).job;
}
