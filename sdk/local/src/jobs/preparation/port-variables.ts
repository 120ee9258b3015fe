import { lstat, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { PortValue, PortValues } from './command-line.js';

/** The prefixes of Azure's variables with the values of inputs and outputs. */
export const INPUT = 'AZURE_ML_INPUT_';
export const OUTPUT = 'AZURE_ML_OUTPUT_';
/** A literal input. */
export const PARAMETER = 'AZUREML_PARAMETER_';
/** An input or output with data. */
export const DATA_REFERENCE = 'AZUREML_DATAREFERENCE_';
/** The folder that contains all data: the inputs under `INPUT_` and their name, the outputs under their name. */
export const DATA_FOLDER = 'AZUREML_CR_DATA_CAPABILITY_PATH';

/** The values of inputs and outputs as environment variables, under the names that Azure ML gives them. */
export function portVariables(ports: PortValues): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(ports.inputs))
    if (value !== undefined) {
      variables[INPUT + name] = value.text;
      variables[(value.isPath ? DATA_REFERENCE : PARAMETER) + name] = value.text;
    }
  for (const [name, value] of Object.entries(ports.outputs)) {
    variables[OUTPUT + name] = value.text;
    variables[DATA_REFERENCE + name] = value.text;
  }
  return variables;
}

/** Creates the folder in which programs find all data of a job by its name, as links, and returns its variable. */
export async function createDataFolder(
  ports: PortValues,
  folder: string
): Promise<Record<string, string>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const inputs = Object.entries(ports.inputs).map(([name, value]) => [`INPUT_${name}`, value]);
  const links = [...inputs, ...Object.entries(ports.outputs)] as [string, PortValue?][];
  for (const [name, value] of links)
    if (value?.isPath && (await exists(value.text))) await symlink(value.text, join(folder, name));
  return { [DATA_FOLDER]: folder };
}

/** False for the URI of an input in mode `direct`. */
function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false
  );
}
