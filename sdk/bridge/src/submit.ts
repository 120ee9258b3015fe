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
  const { notebook, ...options } = request;
  const path = await root.existing(notebook);
  return connection.use(async ws => {
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
