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
import { experimentPaths, isoTime } from './run-facts.js';
import type { TrackedRun, TrackedRuns } from './tracked-runs.js';

export interface HistoryDeps {
  tracked: TrackedRuns;
  runner: Pick<Runner, 'waitsFor'>;
  files: BlobFiles;
  signatures: Signatures;
}

const RunBody = Type.Object({ runId: Type.String() });

/** Folders whose files clients show as logs. */
const logFolders = ['user_logs', 'system_logs', 'logs', 'logs/azureml', 'azureml-logs'];
/** Maximum number of steps from a reused one to the one that ran. */
const MAX_REUSES = 8;
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
  const { tracked } = deps;
  const details = async (request: { params: { run: string } }): Promise<RunDetails> => {
    const found = tracked.get(request.params.run);
    const { name, job, run } = found;
    const waits = job && deps.runner.waitsFor(job);
    const writer = job ? writerOf(job, tracked.jobs).name : name;
    return {
      runId: name,
      target: job?.compute || null,
      status: tracked.statusOf(found) as RunDetails['status'],
      startTimeUtc: isoTime(job ? job.startedAt : run?.startTime),
      endTimeUtc: isoTime(job ? job.endedAt : run?.endTime),
      logFiles: await logFiles(writer, context, deps),
      error: tracked.errorOf(found),
      warnings: waits
        ? [{ source: job.status === 'Queued' ? 'Queue' : 'Environment', message: waits }]
        : [],
      properties: tracked.propertiesOf(found),
      // Those of azureml-core, which are none of the workspace's data assets.
      inputDatasets: [],
      outputDatasets: []
    };
  };
  for (const experiment of experimentPaths)
    app.get<{ Params: { run: string } }>(`${experiment}/runs/:run/details`, details);

  app.post<{ Body: Static<typeof RunBody> }>(
    '/rundata',
    { config: question, schema: { body: RunBody } },
    request => ({ runMetadata: metadata(tracked, tracked.get(request.body.runId)) })
  );
}

/** The run as azure-ai-ml reads it before it downloads the outputs of a job. */
function metadata(tracked: TrackedRuns, found: TrackedRun) {
  const { name, job, run } = found;
  return {
    runId: name,
    rootRunId: tracked.rootOf(found),
    parentRunId: tracked.parentOf(found) ?? null,
    status: tracked.statusOf(found),
    startTimeUtc: isoTime(job ? job.startedAt : run?.startTime),
    endTimeUtc: isoTime(job ? job.endedAt : run?.endTime),
    displayName: job?.properties.displayName ?? run?.name ?? name,
    properties: tracked.propertiesOf(found),
    tags: tracked.tagsOf(found),
    outputs: Object.fromEntries(
      Object.entries(outputsOf(job)).map(([output, { jobOutputType }]) => [
        output,
        {
          assetId: `azureml://jobs/${name}/outputs/${output}`,
          type: modelTypes[jobOutputType] ?? jobOutputType
        }
      ])
    )
  };
}

/** The named outputs, and the run's artifacts as the output `default`, as in Azure ML. */
function outputsOf(job: StoredJob | undefined): Record<string, { jobOutputType: string }> {
  const outputs: Record<string, { jobOutputType: string }> = {
    default: { jobOutputType: 'uri_folder' }
  };
  for (const [name, output] of Object.entries(job?.properties.outputs ?? {}))
    if (output) outputs[name] = output;
  return outputs;
}

/** The step that wrote the logs of this job: the outputs of a reused step, and so its logs, are those of the step that ran. */
function writerOf(job: StoredJob, jobs: JobStore, left = MAX_REUSES): StoredJob {
  const { parent, properties } = job;
  const facts = properties.properties;
  if (!parent || facts?.['azureml.isreused'] !== 'true' || left === 0) return job;
  const before = jobs.get(facts['azureml.reusedrunid'] ?? '');
  return before ? writerOf(before, jobs, left - 1) : job;
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
