import type { Job, Workspace } from 'carry-ml';
import type { RunModels } from './api.js';
import { findJob } from './run-kind.js';

/** Names that say nothing about a model; notebooks log under them. */
const GENERIC_NAME = /^(?:artifacts?|models?|outputs?)$/i;

/** Describes the models of a run, and proposes a name for the next version. */
export async function describeRunModels(ws: Workspace, id: string): Promise<RunModels> {
  const [run, job] = await Promise.all([ws.runs.get(id), findJob(ws, id)]);
  const models = await run.models();
  const outputs = job ? modelOutputs(job) : [];
  const names = [...models.map(({ name }) => name), ...outputs];
  return {
    registered: models.flatMap(({ name, version }) => (version ? [{ name, version }] : [])),
    hasModel: names.length > 0,
    proposedName: names.find(name => !GENERIC_NAME.test(name)) ?? null
  };
}

/** The outputs of a job that are models, by the name of their asset or of the output. */
function modelOutputs(job: Job): string[] {
  return Object.entries(job.spec.resource.properties.outputs ?? {}).flatMap(([key, output]) =>
    output && /_model$/.test(output.jobOutputType) ? [output.assetName ?? key] : []
  );
}
