import { coerceParameters, readNotebook, readTexts } from 'carry-ml/notebooks';
import { CarryError, isCarryError } from 'carry-ml/errors';
import type { RunSummary, SubmitRequest } from './api.js';
import type { Connection } from './connection.js';
import type { LabRoot } from './lab-root.js';
import { readFacts, summarize } from './run-summary.js';

/** Submits a notebook of the lab; a parameter that does not fit is named as the error's target, for its field. */
export async function submit(
  request: SubmitRequest,
  connection: Connection,
  root: LabRoot
): Promise<RunSummary> {
  const path = await root.existing(request.notebook);
  const { parameters: declared } = await readNotebook(path);
  const parameters = readTexts(declared, request.parameters);
  for (const [name, value] of Object.entries(parameters)) {
    try {
      coerceParameters(declared, { [name]: value });
    } catch (e) {
      throw isCarryError(e) ? withTarget(e, name) : e;
    }
  }
  const { compute, experiment } = request;
  return connection.use(async ws => {
    const job = await ws.jobs.submitNotebook(path, { parameters, compute, experiment });
    return summarize(await readFacts(job));
  });
}

function withTarget(e: CarryError, target: string): CarryError {
  return new CarryError(e.code, e.status, e.message, { target, cause: e });
}
