import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { CarryError, isCarryError } from '../../errors/index.js';
import { fail } from '../errors.js';
import { folderArguments } from '../job-folders.js';
import { jobVariables } from '../job-variables.js';
import { notebookJob } from '../notebook-job.js';
import { planSnapshot, type Snapshot } from '../snapshot.js';
import type { PipelineStep, PipelineSteps } from './pipeline-step.js';
import { scriptCommand } from './script-command.js';
import { planWiring, type StepWiring } from './wiring.js';

/** A step of a pipeline with the files to upload and the fields of its component. */
export interface PreparedStep extends StepWiring {
  step: PipelineStep;
  command: string;
  snapshot: Snapshot;
  environmentVariables: Record<string, string>;
  tags: Record<string, string>;
  displayName: string;
}

/**
 * Prepares the steps of a pipeline; nothing is sent anywhere.
 *
 * @throws CarryError `PipelineInvalid`, and as `notebookJob` does, with the name of the step as the target
 */
export async function prepareSteps(steps: PipelineSteps): Promise<Record<string, PreparedStep>> {
  const wiring = planWiring(steps);
  const prepared: Record<string, PreparedStep> = {};
  for (const [name, step] of Object.entries(steps)) {
    const own = wiring[name] ?? { inputs: {}, outputs: [] };
    const program = await programOf(name, step, own).catch((e: unknown): never => {
      throw aboutStep(name, e);
    });
    prepared[name] = { step, ...own, ...program };
  }
  return prepared;
}

/** Returns an error of a notebook or its folder with the step that it is about. */
function aboutStep(step: string, e: unknown): unknown {
  if (!isCarryError(e) || e.target === step) return e;
  const message = `${e.message} This is about the step '${step}'.`;
  return new CarryError(e.code, e.status, message, { target: step, cause: e });
}

type Program = Omit<PreparedStep, 'step' | keyof StepWiring>;

async function programOf(name: string, step: PipelineStep, own: StepWiring): Promise<Program> {
  const { path, parameters = {}, environmentVariables: given = {} } = step;
  const folders = { inputs: Object.keys(own.inputs), outputs: own.outputs };
  if (extname(path).toLowerCase() === '.ipynb') {
    const { command, snapshot, environmentVariables, tags, displayName } = await notebookJob(path, {
      parameters,
      environmentVariables: given,
      folders
    });
    return { command, snapshot, environmentVariables, tags, displayName };
  }
  const command = [
    scriptCommand(name, path, parameters),
    ...folderArguments(folders, (option, folder) => `--${option} "${folder}"`)
  ].join(' ');
  const isFile = await stat(path).then(
    facts => facts.isFile(),
    () => false
  );
  if (!isFile) throw fail('PipelineFileMissing', { step: name, path }, { target: name });
  return {
    command,
    snapshot: await planSnapshot(path),
    environmentVariables: jobVariables({ environmentVariables: given }, {}),
    tags: {},
    displayName: basename(path)
  };
}
