import type { JobInput } from 'carry-ml/arm';
import { PARALLEL_COMMAND, type ParallelRun } from '../jobs/parallel-run.js';
import type { ParallelComponent } from './component.js';
import { fail } from './errors.js';
import { child, text, type Fields, type Step } from './step.js';
import { countOf } from './step-distribution.js';

/** The fields of a command job that runs a parallel step. The settings of the step win over those of its component. */
export function parallelJob(
  step: Step,
  component: ParallelComponent,
  inputs: Record<string, JobInput>
) {
  const { task } = component;
  const own = step.parallel ?? {};
  const split = splitInput(step, component);
  return {
    command: PARALLEL_COMMAND,
    codeId: task.code,
    environmentId: task.environment,
    environmentVariables: { ...component.environment_variables, ...step.environmentVariables },
    inputs: { ...inputs, ...readFromPath(split, inputs[split]) },
    parallel: {
      entry_script: task.entry_script,
      input_name: split,
      input_type: inputs[split]?.jobInputType ?? component.inputs?.[split]?.type ?? 'uri_folder',
      program_arguments: task.program_arguments,
      append_row_to: task.append_row_to,
      output_file_name: component.output_file_name,
      model_name: component.model_name,
      ...settingsOf(step.name, own, component as unknown as Fields)
    } satisfies ParallelRun
  };
}

/** The name of the input that is split into mini-batches. */
function splitInput(step: Step, component: ParallelComponent): string {
  const given = text(step.parallel ?? {}, 'input_data', 'inputData') ?? component.input_data ?? '';
  const name = /^\$\{\{\s*inputs\.([\w-]+)\s*\}\}$/.exec(given.trim())?.[1];
  const inputs = Object.keys(component.inputs ?? {});
  if (name === undefined || !inputs.includes(name))
    throw fail('ParallelInputUnknown', { step: step.name, given, inputs });
  return name;
}

/** The driver reads the input from files. Scripts get rows and paths, and no URI of it, so a mode such as `direct` changes nothing for them. */
function readFromPath(name: string, input: JobInput | undefined): Record<string, JobInput> {
  return input ? { [name]: { ...input, mode: 'ReadOnlyMount' } } : {};
}

function settingsOf(name: string, step: Fields, component: Fields) {
  const both = (field: string) => text(step, field) ?? text(component, field);
  const count = (field: string, given: string | undefined, minimum: number) =>
    countOf({ step: name, field, given, minimum });
  const part = (name: string) => ({ ...child(component, name), ...child(step, name) });
  const retries = part('retry_settings');
  return {
    mini_batch_size: both('mini_batch_size'),
    partition_keys: keysOf(step.partition_keys) ?? keysOf(component.partition_keys),
    instance_count: count(
      'instance_count',
      text(part('resources'), 'instance_count', 'instanceCount'),
      1
    ),
    ...counted('max_concurrency_per_instance', 1),
    max_retries: count('max_retries', text(retries, 'max_retries'), 0),
    timeout: count('timeout', text(retries, 'timeout'), 1),
    // Minus one: any number of failures.
    ...counted('error_threshold', -1),
    ...counted('mini_batch_error_threshold', -1),
    logging_level: both('logging_level')
  };

  function counted(field: string, minimum: number) {
    return { [field]: count(field, both(field), minimum) };
  }
}

/** Azure's clients send the list as JSON in a text. */
function keysOf(given: unknown): string[] | undefined {
  if (typeof given === 'string') {
    try {
      return keysOf(JSON.parse(given));
    } catch {
      return given.split(',').map(key => key.trim());
    }
  }
  return Array.isArray(given) ? given.map(String) : undefined;
}
