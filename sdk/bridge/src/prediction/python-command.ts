import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelInput } from 'carry-ml';

/** Returns the Python that JupyterLab runs on, in which its notebooks and the default jobs run too. */
export function labPython(): string {
  const environment = process.env.VIRTUAL_ENV;
  if (!environment) return 'python3';
  return process.platform === 'win32'
    ? join(environment, 'Scripts', 'python.exe')
    : join(environment, 'bin', 'python3');
}

/** Writes the request of a prediction into a folder, and returns the arguments with which MLflow reads it and writes the response. */
export async function mlflowArguments(
  model: string,
  folder: string,
  inputs: readonly ModelInput[],
  values: Readonly<Record<string, unknown>>
): Promise<{ args: string[]; output: string }> {
  const input = join(folder, 'request.json');
  const output = join(folder, 'response.json');
  await writeFile(input, JSON.stringify(requestBody(inputs, values)));
  const program = ['-m', 'mlflow', 'models', 'predict', '--env-manager', 'local'];
  return { args: [...program, '-m', model, '-i', input, '-o', output, '-t', 'json'], output };
}

/** The body that MLflow's scoring server accepts: a table of one row, or tensors. */
export function requestBody(
  inputs: readonly ModelInput[],
  values: Readonly<Record<string, unknown>>
): object {
  if (inputs.some(({ type }) => type === 'tensor')) {
    const [only] = inputs;
    const isUnnamed = inputs.length === 1 && only?.name === '';
    return { inputs: isUnnamed ? values[''] : values };
  }
  const used = inputs.filter(
    ({ name, isRequired }) => isRequired || (values[name] ?? null) !== null
  );
  const data = [used.map(({ name }) => values[name] ?? null)];
  const isNamed = used.some(({ name }) => name !== '');
  return {
    dataframe_split: { ...(isNamed && { columns: used.map(({ name }) => name) }), data }
  };
}
