import type { Job, Workspace } from 'carry-ml';
import type { JobBase } from 'carry-ml/arm';
import {
  boundParameters,
  coerceParameters,
  parseNotebook,
  type Parameter
} from 'carry-ml/notebooks';
import type { RerunForm } from './api.js';
import { describeParameters } from './notebook-info.js';
import { executedNotebook } from './run-files.js';
import { notebookText } from './run-notebook.js';
import type { RerunRequest } from './schemas/job-schema.js';

/** Describes what can be different when a job is submitted again. */
export async function readRerunForm(ws: Workspace, name: string): Promise<RerunForm> {
  const job = await ws.jobs.get(name);
  const { displayName, experiment, compute = '' } = job.spec;
  return { displayName, experiment, compute, parameters: await changeableParameters(ws, job) };
}

/**
 * Submits a job again with what is different.
 *
 * @throws CarryError `ParameterInvalid`, `ParameterUnknown`, `ParametersNotChangeable`
 */
export async function rerun(
  ws: Workspace,
  name: string,
  { parameters = {}, ...changes }: RerunRequest
): Promise<Job> {
  if (Object.keys(parameters).length === 0) return ws.jobs.rerun(name, changes);
  const declared = await parametersOf(ws, await ws.jobs.get(name));
  return ws.jobs.rerun(name, { ...changes, parameters: coerceParameters(declared, parameters) });
}

/** The parameters that `rerun` can give other values: none of a sweep, and none that the command sets. */
async function changeableParameters(ws: Workspace, job: Job): Promise<Parameter[]> {
  const { command, resource } = job.spec;
  if ((resource.properties as JobBase).jobType !== 'Command') return [];
  const bound = boundParameters(command);
  return (await parametersOf(ws, job)).filter(({ name }) => !bound.has(name));
}

/**
 * The parameters with the values that the job has as their defaults. The notebook that it has executed declares their types; one that
 * has saved none tells the types of its values only.
 */
async function parametersOf(ws: Workspace, job: Job): Promise<Parameter[]> {
  const { notebook, parameters: values } = job.spec;
  if (notebook === undefined) return [];
  const run = await ws.runs.get(job.name);
  const path = await executedNotebook(ws, run);
  const declared =
    path === undefined
      ? []
      : describeParameters(parseNotebook(await notebookText(run, path), path)).parameters;
  const undeclared = Object.keys(values).filter(name => !declared.some(one => one.name === name));
  return [...declared, ...undeclared.map(name => untyped(name, values[name]))].map(parameter =>
    parameter.name in values
      ? { ...parameter, default: values[parameter.name] as Parameter['default'] }
      : parameter
  );
}

function untyped(name: string, value: unknown): Parameter {
  return { name, type: typeOf(value), nullable: false, text: '' };
}

function typeOf(value: unknown): Parameter['type'] {
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  if (type === 'number' || type === 'string' || type === 'boolean') return type;
  return type === 'object' && value !== null ? 'object' : 'expression';
}
