import { parse } from 'yaml';
import type { SweepPlan } from '../sweep.js';
import type { CommandSpec, WorkspaceTarget } from './command-spec.js';
import { quotedText } from './quoted-text.js';

/** Returns the Python that submits a job with azure-ai-ml. */
export function pythonCode(
  spec: CommandSpec,
  job: { folder: string; target: WorkspaceTarget }
): string {
  const { subscription, resourceGroup, workspace } = job.target;
  const variables = [
    ...Object.entries(spec.environmentVariables).map(entry),
    ...spec.secrets.map(name => `${quotedText(name)}: os.environ[${quotedText(name)}]`)
  ];
  const inputs = Object.entries(spec.data).map(
    ([name, { type, uri }]) =>
      `${quotedText(name)}: Input(type=${quotedText(type)}, path=${quotedText(uri)}, mode="ro_mount")`
  );
  const given = [
    `display_name=${quotedText(spec.displayName)}`,
    `experiment_name=${quotedText(spec.experiment)}`,
    ...(spec.description === undefined ? [] : [`description=${quotedText(spec.description)}`]),
    `code=${quotedText(job.folder)}`,
    `command=${quotedText(spec.command)}`,
    `environment=${environmentOf(spec.environment)}`,
    ...(spec.compute === undefined ? [] : [`compute=${quotedText(spec.compute)}`]),
    ...(inputs.length === 0 ? [] : [`inputs=${dictionary(inputs)}`]),
    `environment_variables=${dictionary(variables)}`,
    `tags=${dictionary(Object.entries(spec.tags).map(entry))}`,
    ...(spec.timeout === undefined || spec.sweep ? [] : [`timeout=${spec.timeout}`]),
    `properties=${dictionary(Object.entries(spec.properties).map(entry))}`
  ];
  return `${spec.secrets.length > 0 ? 'import os\n\n' : ''}from azure.ai.ml import ${inputs.length === 0 ? '' : 'Input, '}MLClient, command
${typeof spec.environment === 'object' ? 'from azure.ai.ml.entities import Environment\n' : ''}${spec.sweep ? 'from azure.ai.ml.sweep import Choice\n' : ''}from azure.identity import DefaultAzureCredential

client = MLClient(
    DefaultAzureCredential(),
    subscription_id=${quotedText(subscription)},
    resource_group_name=${quotedText(resourceGroup)},
    workspace_name=${quotedText(workspace)},
)
job = command(
    ${given.join(',\n    ')},
)${spec.sweep ? sweepCall(spec.sweep, spec.timeout) : ''}
print(client.jobs.create_or_update(job).name)
`;
}

function environmentOf(environment: CommandSpec['environment']): string {
  // Of a name with a label, the SDK takes the prefix for a part of the name.
  if (typeof environment === 'string')
    return quotedText(environment.replace(/^azureml:(?!\/)/, ''));
  const { image, condaFile } = environment;
  // The texts and lists of a conda file are written in Python as in JSON.
  const conda = condaFile === undefined ? '' : `, conda_file=${JSON.stringify(parse(condaFile))}`;
  return `Environment(image=${quotedText(image)}${conda})`;
}

/** Makes the command the trial of a sweep. */
function sweepCall(sweep: SweepPlan, timeout: number | undefined): string {
  const { choices, trials, metric, goal, maxConcurrentTrials } = sweep;
  const space = Object.entries(choices).map(([name, values]) => {
    const written = values.map(value => (typeof value === 'string' ? quotedText(value) : value));
    return `${quotedText(name)}: Choice([${written.join(', ')}])`;
  });
  const given = [
    'sampling_algorithm="grid"',
    `search_space=${dictionary(space)}`,
    `primary_metric=${quotedText(metric)}`,
    `goal=${quotedText(goal.toLowerCase())}`,
    `max_total_trials=${trials}`,
    ...(maxConcurrentTrials === undefined ? [] : [`max_concurrent_trials=${maxConcurrentTrials}`]),
    ...(timeout === undefined ? [] : [`trial_timeout=${timeout}`])
  ];
  return `.sweep(
    ${given.join(',\n    ')},
)`;
}

function dictionary(entries: readonly string[]): string {
  return `{\n        ${entries.join(',\n        ')},\n    }`;
}

function entry([name, value]: [string, string]): string {
  return `${quotedText(name)}: ${quotedText(value)}`;
}
