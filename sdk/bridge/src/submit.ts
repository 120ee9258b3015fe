import type { SubmitNotebookOptions, Workspace } from 'carry-ml';
import { kernelEnvironment, type DataInputs } from 'carry-ml/notebooks';
import { aimed } from './aimed-error.js';
import type { JobSummary } from './api.js';
import type { Connection } from './connection.js';
import { summarizeNewJob } from './job-summary.js';
import type { LabRoot } from './lab-root.js';
import type { SubmitRequest } from './schemas/job-schema.js';

/**
 * Submits a notebook file. The target of an error is the name of the parameter that it is about, or where the field is in the
 * request.
 */
export async function submit(
  request: SubmitRequest,
  connection: Connection,
  root: LabRoot
): Promise<JobSummary> {
  const { notebook, ...fields } = request;
  const path = await root.existing(notebook);
  return connection.use(async ws => {
    const options = await submitOptions(fields, ws);
    if (options.environment !== undefined) {
      options.environment = await ws.environments
        .idOf(options.environment)
        .catch((e: unknown): never => {
          throw aimed(e, '/environment');
        });
    }
    return summarizeNewJob(await ws.jobs.submitNotebook(path, options));
  });
}

/** The options of the SDK, with the data as the workspace has it. */
export type ResolvedOptions = Omit<SubmitNotebookOptions, 'data'> & { data?: DataInputs };

/** The fields of a request as the SDK takes them. */
export async function submitOptions(
  { kernelPackages, data, ...options }: Omit<SubmitRequest, 'notebook'>,
  ws: Workspace
): Promise<ResolvedOptions> {
  const onAzure = ws.kind === 'azure';
  return {
    ...options,
    ...(data && { data: await dataInputs(data, ws) }),
    ...(kernelPackages && {
      environment: kernelEnvironment(kernelPackages, { onAzure }).environment
    })
  };
}

async function dataInputs(data: Record<string, string>, ws: Workspace): Promise<DataInputs> {
  const inputs = Object.entries(data).map(async ([name, asset]) => {
    const input = await ws.data.input(asset).catch((e: unknown): never => {
      throw aimed(e, `/data/${name}`);
    });
    return [name, input] as const;
  });
  return Object.fromEntries(await Promise.all(inputs));
}
