import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import type { RunDetails } from 'carry-ml/arm';
import type { BlobFiles } from '../blobs/blob-files.js';
import { blobUrl } from '../blobs/blob-url.js';
import { LINK_LIFETIME_HOURS, type Signatures } from '../blobs/signature.js';
import { artifactFolder } from '../data/default-datastores.js';
import { question } from '../identity/route-access.js';
import type { Runner } from '../jobs/runner.js';
import type { WorkspaceContext } from '../protocol/context.js';
import type { JobStore, StoredJob } from '../store/job-store.js';
import { experimentPaths, findRun, isoTime } from './run-facts.js';

export interface HistoryDeps {
  jobs: JobStore;
  runner: Runner;
  files: BlobFiles;
  signatures: Signatures;
}

const RunBody = Type.Object({ runId: Type.String() });

/** Folders whose files clients show as logs. */
const logFolders = ['user_logs', 'system_logs', 'logs', 'logs/azureml', 'azureml-logs'];
/** Run history's own names of the model types; data types have the same names everywhere. */
const modelTypes: Record<string, string> = {
  custom_model: 'CustomModel',
  mlflow_model: 'MLFlowModel',
  triton_model: 'TritonModel'
};

/** Run history, from which clients stream logs and find outputs. Its paths name the run; an experiment before it is ignored. */
export function historyRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  deps: HistoryDeps
): void {
  const details = async (request: { params: { run: string } }): Promise<RunDetails> => {
    const job = findRun(deps.jobs, request.params.run);
    const waits = deps.runner.waitsFor(job);
    return {
      runId: job.name,
      status: job.status,
      startTimeUtc: isoTime(job.startedAt),
      endTimeUtc: isoTime(job.endedAt),
      logFiles: await logFiles(job.name, context, deps),
      error: job.error ? { error: job.error } : null,
      warnings: waits
        ? [{ source: job.status === 'Queued' ? 'Queue' : 'Environment', message: waits }]
        : [],
      properties: job.properties.properties ?? {}
    };
  };
  for (const experiment of experimentPaths)
    app.get<{ Params: { run: string } }>(`${experiment}/runs/:run/details`, details);

  app.post<{ Body: Static<typeof RunBody> }>(
    '/rundata',
    { config: question, schema: { body: RunBody } },
    request => {
      const job = findRun(deps.jobs, request.body.runId);
      return {
        runMetadata: {
          runId: job.name,
          rootRunId: deps.jobs.rootOf(job),
          parentRunId: job.parent?.job ?? null,
          status: job.status,
          startTimeUtc: isoTime(job.startedAt),
          endTimeUtc: isoTime(job.endedAt),
          displayName: job.properties.displayName ?? job.name,
          properties: job.properties.properties ?? {},
          tags: job.properties.tags ?? {},
          outputs: Object.fromEntries(
            Object.entries(outputsOf(job)).map(([name, output]) => [
              name,
              {
                assetId: `azureml://jobs/${job.name}/outputs/${name}`,
                type: modelTypes[output.jobOutputType] ?? output.jobOutputType
              }
            ])
          )
        }
      };
    }
  );
}

/** The named outputs, and the run's artifacts as the output `default`, as in Azure ML. */
function outputsOf(job: StoredJob): Record<string, { jobOutputType: string }> {
  const outputs: Record<string, { jobOutputType: string }> = {
    default: { jobOutputType: 'uri_folder' }
  };
  for (const [name, output] of Object.entries(job.properties.outputs ?? {}))
    if (output) outputs[name] = output;
  return outputs;
}

async function logFiles(
  run: string,
  { origin }: WorkspaceContext,
  deps: HistoryDeps
): Promise<Record<string, string>> {
  const { container, path } = artifactFolder(run);
  const found: Record<string, string> = {};
  for (const folder of logFolders) {
    const entries = await readdir(join(deps.files.path(container, path), folder), {
      withFileTypes: true
    }).catch(() => []);
    for (const entry of entries.filter(e => e.isFile())) {
      const name = `${folder}/${entry.name}`;
      const blob = `${path}/${name}`;
      const query = deps.signatures.grant(container, 'r', LINK_LIFETIME_HOURS, blob);
      found[name] = `${blobUrl(origin(), container, blob)}?${query}`;
    }
  }
  return found;
}
