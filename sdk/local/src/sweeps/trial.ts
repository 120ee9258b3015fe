import type { CommandJob, JobOutput, SweepJob } from 'carry-ml/arm';
import { withoutAssets } from '../jobs/output-assets.js';
import { shellWord } from '../jobs/preparation/command-line.js';
import type { StoredJob } from '../store/jobs.js';
import type { Value } from './distribution.js';
import type { SearchSpace, Values } from './search-space.js';

const place = /\$\{\{\s*search_space\.([\w-]+)\s*\}\}/g;

/** The hyperparameters that a command uses and its sweep does not have. */
export function unknownPlaces(command: string, space: SearchSpace): string[] {
  return [...command.matchAll(place)].map(match => match[1] ?? '').filter(name => !space.has(name));
}

/** What Azure tells of a trial beside its command: the values it runs with. */
export interface TrialJob extends CommandJob {
  parameters: Values;
}

/** Trial number `index` of a sweep: its command with the values filled in. */
export function trialJob(
  sweep: StoredJob & { properties: SweepJob },
  index: number,
  command: CommandJob,
  values: Values
): TrialJob {
  return {
    ...command,
    command: command.command.replace(place, (_all, name: string) => word(values[name] ?? '')),
    parameters: values,
    outputs: ownOutputs(sweep.properties.outputs),
    displayName: `${sweep.properties.displayName ?? sweep.name}_${index}`,
    tags: { ...sweep.properties.tags, hyperparameters: JSON.stringify(values) },
    properties: { 'azureml.sweepid': sweep.name, 'azureml.trialindex': String(index) }
  };
}

/** A trial's values as texts: what its run has as parameters. */
export function hyperparameters(values: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value)]));
}

/** Every trial writes to a place of its own; what the best one wrote goes where the sweep was told to write. */
function ownOutputs(outputs: SweepJob['outputs']): Record<string, JobOutput> {
  return Object.fromEntries(
    Object.entries(outputs ?? {}).flatMap(([name, output]) =>
      output && name !== 'default' ? [[name, { ...withoutAssets(output), uri: undefined }]] : []
    )
  );
}

/** Values stand in a command as inputs do, as plain text; only an object must be one word of the shell. */
function word(value: Value): string {
  return typeof value === 'object' ? shellWord(JSON.stringify(value)) : String(value);
}

function textOf(value: Value): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
