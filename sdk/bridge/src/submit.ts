import type { JobSummary } from './api.js';
import type { Connection } from './connection.js';
import { summarizeNewJob } from './job-summary.js';
import type { LabRoot } from './lab-root.js';
import type { SubmitRequest } from './schemas/job-schema.js';

/** Submits a notebook file; the target of an error about a parameter is the parameter's name. */
export async function submit(
  request: SubmitRequest,
  connection: Connection,
  root: LabRoot
): Promise<JobSummary> {
  const { notebook, ...options } = request;
  const path = await root.existing(notebook);
  return connection.use(async ws => summarizeNewJob(await ws.jobs.submitNotebook(path, options)));
}
