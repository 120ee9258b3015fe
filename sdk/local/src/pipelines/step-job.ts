import type { JobBase, JobInput, JobOutput, PipelineJob } from 'carry-ml/arm';
import type {
  CommandComponent,
  Component,
  ParallelComponent,
  PipelineComponent
} from './component.js';
import { readAutoMLStep } from './automl-step.js';
import { fail } from './errors.js';
import { parallelJob } from './parallel-step.js';
import { distributionOf } from './step-distribution.js';
import { defaultCompute, inheritedSettings, mergedSettings } from './settings.js';
import { readSweepStep } from './sweep-step.js';
import { variedBy, type Fields, type Step } from './step.js';

/** The property of a step whose component may give different outputs for the same input. */
export const NON_DETERMINISTIC = 'azureml.isnondeterministic';

/** A step with its component and the name of the job that runs it. */
export interface PlannedStep extends Step {
  component: Component;
  job: string;
}

/** The inputs and outputs of a step, with every binding resolved. */
interface Ports {
  inputs: Record<string, JobInput>;
  outputs: Record<string, JobOutput>;
}

interface Pipeline {
  name: string;
  properties: PipelineJob;
}

/** The job that runs a step: a command, a sweep of one, AutoML, or a pipeline. */
export function stepJob(step: PlannedStep, pipeline: Pipeline, ports: Ports): JobBase {
  const { component } = step;
  const base = {
    componentId: step.componentId,
    computeId: step.computeId ?? defaultCompute(pipeline.properties),
    displayName: step.displayName ?? step.name,
    experimentName: pipeline.properties.experimentName,
    tags: step.tags,
    properties: {
      'azureml.pipelinerunid': pipeline.name,
      'azureml.moduleName': step.name,
      ...(isDeterministic(component) ? {} : { [NON_DETERMINISTIC]: 'true' })
    },
    ...ports
  };
  if (component.type === 'pipeline')
    return { jobType: 'Pipeline', ...base, ...innerPipeline(step, component, pipeline) };
  if (component.type === 'automl') return { jobType: 'AutoML', ...base, ...automlOf(step, ports) };
  if (component.type === 'parallel')
    return { jobType: 'Command', ...base, ...parallelOf(step, component, ports) };
  if (step.sweep) return { jobType: 'Sweep', ...base, ...sweepOf(step, step.sweep, component) };
  return {
    jobType: 'Command',
    ...base,
    ...commandOf(step, component),
    limits: limitsOf(step)
  };
}

function limitsOf({ timeout }: PlannedStep): JobBase['limits'] {
  return timeout ? { jobLimitsType: 'Command', timeout } : undefined;
}

function automlOf({ automl, environmentVariables }: PlannedStep, { inputs }: Ports) {
  return {
    componentId: undefined,
    environmentVariables,
    taskDetails: readAutoMLStep(automl ?? {}, inputs)
  };
}

function parallelOf(step: PlannedStep, component: ParallelComponent, ports: Ports) {
  if (step.sweep) throw fail('StepSweepsPipeline', { step: step.name, type: component.type });
  return { ...parallelJob(step, component, ports.inputs), limits: limitsOf(step) };
}

function commandOf(step: PlannedStep, component: CommandComponent) {
  return {
    command: component.command,
    codeId: component.code || undefined,
    environmentId: component.environment,
    environmentVariables: step.environmentVariables,
    ...distributionOf(step, component)
  };
}

/** The inputs of the component that the sweep varies are hyperparameters in the command of its trials. */
function sweepOf(step: PlannedStep, fields: Fields, component: CommandComponent) {
  const varied = variedBy(step);
  const trial = commandOf(step, component);
  const command = trial.command.replace(
    /\$\{\{\s*inputs\.([\w-]+)\s*\}\}/g,
    (place, input: string) => (varied.includes(input) ? `\${{search_space.${input}}}` : place)
  );
  return { ...readSweepStep(fields), trial: { ...trial, command } };
}

/** The settings of the outer pipeline apply to the inner one too, unless the component has its own. */
function innerPipeline(step: PlannedStep, component: PipelineComponent, pipeline: Pipeline) {
  if (step.sweep) throw fail('StepSweepsPipeline', { step: step.name, type: component.type });
  return {
    jobs: component.jobs,
    settings: mergedSettings(inheritedSettings(pipeline.properties.settings), component.settings)
  };
}

function isDeterministic(component: Component): boolean {
  return String(component.is_deterministic ?? true).toLowerCase() !== 'false';
}
