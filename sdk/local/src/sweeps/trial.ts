import type { CommandJob, JobOutput, SweepJob } from 'carry-ml/arm';
import { withoutAssets } from '../jobs/output-assets.js';
import { shellWord } from '../jobs/shell-word.js';
import type { StoredJob } from '../store/job-store.js';
import type { Value } from './distribution.js';
import type { SearchSpace, Values } from './search-space.js';

const placeholder = /\$\{\{\s*search_space\.([\w-]+)\s*\}\}/g;

/** The hyperparameters that a command uses and its sweep does not have. */
export function unknownHyperparameters(command: string, space: SearchSpace): string[] {
  return [...command.matchAll(placeholder)]
    .map(match => match[1] ?? '')
    .filter(name => !space.has(name));
}

/** A trial: a command job with the values of its hyperparameters, as Azure returns it. */
export interface TrialJob extends CommandJob {
  parameters: Values;
}

/** Trial number `index` of a sweep: the command with the values filled in. */
export function trialJob(
  sweep: StoredJob & { properties: SweepJob },
  index: number,
  command: CommandJob,
  values: Values
): TrialJob {
  return {
    ...command,
    command: command.command.replace(placeholder, (_all, name: string) => word(values[name] ?? '')),
    parameters: values,
    outputs: ownOutputs(sweep.properties.outputs),
    displayName: `${sweep.properties.displayName ?? sweep.name}_${index}`,
    tags: { ...sweep.properties.tags, hyperparameters: JSON.stringify(values) },
    properties: { 'azureml.sweepid': sweep.name, 'azureml.trialindex': String(index) }
  };
}

/** A trial's values as texts, for the parameters of its run. */
export function hyperparameters(values: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value)]));
}

/** Every trial writes to its own default folders; the sweep copies the outputs of the best one. */
function ownOutputs(outputs: SweepJob['outputs']): Record<string, JobOutput> {
  return Object.fromEntries(
    Object.entries(outputs ?? {}).flatMap(([name, output]) =>
      output && name !== 'default' ? [[name, { ...withoutAssets(output), uri: undefined }]] : []
    )
  );
}

/** Values are inserted into a command as plain text, like inputs; only an object is quoted as one word of the shell. */
function word(value: Value): string {
  return typeof value === 'object' ? shellWord(JSON.stringify(value)) : String(value);
}

function textOf(value: Value): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
