import { basename, dirname, resolve } from 'node:path';
import {
  notebookCommand,
  type NotebookCommand,
  type NotebookJobOptions
} from '../notebook-command.js';
import { azCommand } from './az-command.js';
import { commandSpec, type DescribedOptions, type WorkspaceTarget } from './command-spec.js';
import { jobYaml } from './job-yaml.js';
import { pythonCode } from './python-code.js';
import { typescriptCode } from './typescript-code.js';

/** The options of a submit that other tools can make too. */
export type SubmitAsOptions = NotebookJobOptions & DescribedOptions;

/** The same submit for other tools. Values of secret variables, such as `HF_TOKEN`, are in none of the texts. */
export interface SubmitTexts {
  /** Name of the job file, which `writeJobFile` writes beside the notebook. */
  file: string;
  /** The job file. */
  yaml: string;
  /** Lines of a shell for the Azure CLI. They need what `writeJobFile` writes. */
  az: string;
  /** For carry-ml. */
  typescript: string;
  /** For azure-ai-ml. It needs what `writeJobFile` writes. */
  python: string;
}

/**
 * Returns the submit of a notebook as other tools make it.
 *
 * @example const { yaml } = await submitAs('adder.ipynb', { parameters: { digits: 2 } }, target);
 * @throws CarryError `NotebookNotFound`, `NotebookInvalid`, `ParameterUnknown`, `ParameterInvalid`, `SweepInvalid`, `VariableInvalid`
 */
export async function submitAs(
  path: string,
  options: SubmitAsOptions,
  target: WorkspaceTarget
): Promise<SubmitTexts> {
  const command = await notebookCommand(path, options);
  const spec = commandSpec(command, options);
  const folder = dirname(resolve(path));
  const file = jobFileName(command);
  return {
    file,
    yaml: jobYaml(spec),
    az: azCommand(spec, { folder, file, target }),
    typescript: typescriptCode(basename(path), command, options),
    python: pythonCode(spec, { folder, target })
  };
}

export function jobFileName({ displayName }: NotebookCommand): string {
  return `${displayName}.job.yml`;
}
