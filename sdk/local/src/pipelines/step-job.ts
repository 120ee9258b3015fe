import type { JobBase, JobInput, JobOutput, PipelineJob } from 'carry-ml/arm';
import type { CommandComponent, Component, PipelineComponent } from './component.js';
import { fail } from './errors.js';
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

/** The job that runs a step: a command, a sweep of one, or a pipeline. */
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
  if (step.sweep) return { jobType: 'Sweep', ...base, ...sweepOf(step, step.sweep, component) };
  return {
    jobType: 'Command',
    ...base,
    ...commandOf(step, component),
    limits: step.timeout ? { jobLimitsType: 'Command', timeout: step.timeout } : undefined
  };
}

function commandOf(step: PlannedStep, component: CommandComponent) {
  return {
    command: component.command,
    codeId: component.code || undefined,
    environmentId: component.environment,
    environmentVariables: step.environmentVariables
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
  if (step.sweep) throw fail('StepSweepsPipeline', { step: step.name });
  return {
    jobs: component.jobs,
    settings: { ...pipeline.properties.settings, ...component.settings }
  };
}

function isDeterministic(component: Component): boolean {
  return String(component.is_deterministic ?? true).toLowerCase() !== 'false';
}

/** The compute of steps that do not name one. */
function defaultCompute({ settings, computeId }: PipelineJob): string | undefined {
  const named = settings?.default_compute ?? settings?.defaultCompute ?? computeId;
  return typeof named === 'string' && named !== 'serverless' ? named : undefined;
}
