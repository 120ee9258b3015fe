import { withWorkspace } from './home.mjs';
import { measure as blobs } from './workspace/blobs.mjs';
import { measure as getJob } from './workspace/get-job.mjs';
import { measure as listJobs } from './workspace/list-jobs.mjs';
import { measure as logBatch } from './workspace/log-batch.mjs';
import { measure as manyJobs } from './workspace/many-jobs.mjs';
import { withMlflow } from './workspace/mlflow-server.mjs';
import { measure as start } from './workspace/start.mjs';

/** Compares the local workspace with the plain way to do the same, and with a real MLflow server. */
export async function measure() {
  const rows = [
    ...(await withMlflow(mlflow =>
      withWorkspace(async workspace => [
        start(workspace, mlflow),
        await logBatch(workspace, mlflow)
      ])
    )),
    await withWorkspace(getJob),
    await withWorkspace(few => withWorkspace(many => listJobs(few, many))),
    await withWorkspace(manyJobs),
    await withWorkspace(blobs)
  ];
  return [
    '## The local workspace',
    '',
    'Medians of rounds in turns; over TLS for the workspace and plain for MLflow, on connections that stay open. The clients of log-batch and of',
    'GET send bytes that were made before, so that the servers are measured and not the client; the other rows have one client each.',
    '',
    '| | the workspace | beside it | ratio | aim |',
    '| --- | --- | --- | --- | --- |',
    ...rows
  ].join('\n');
}
