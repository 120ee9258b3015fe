import { createHash } from 'node:crypto';
import type { PipelineJob, Resource } from '../arm/index.js';
import type { ArmWorkspace, RequestOptions } from '../arm/client/index.js';
import type { PreparedStep } from '../notebooks/index.js';
import { isoDuration } from './iso-duration.js';

/** Name of all components that are no assets of their own, as Azure's clients choose it. */
const ANONYMOUS = 'azureml_anonymous';

/** A step with the resources of the workspace that it uses. */
export interface ResolvedStep extends PreparedStep {
  codeId: string;
  environmentId: string;
  /** Absent if it is that of the pipeline. */
  computeId?: string;
}

/** A step of a pipeline job, in the spelling of Azure's clients. */
export type PipelineNode = NonNullable<PipelineJob['jobs']>[string];

/** Creates the component that a step runs, if the workspace does not have it yet, and returns the step of the job. */
export async function pipelineNode(
  arm: ArmWorkspace,
  step: ResolvedStep,
  options: RequestOptions
): Promise<PipelineNode> {
  const { environmentVariables, computeId, tags } = step;
  const { timeout } = step.step;
  return {
    type: 'command',
    componentId: await componentId(arm, step, options),
    ...(computeId !== undefined && { computeId }),
    inputs: Object.fromEntries(
      Object.entries(step.inputs).map(([name, from]) => [
        name,
        {
          job_input_type: 'literal',
          value: `\${{parent.jobs.${from.step}.outputs.${from.output}}}`
        }
      ])
    ),
    environment_variables: environmentVariables,
    tags,
    ...(timeout !== undefined && {
      limits: { job_limits_type: 'Command', timeout: isoDuration(timeout) }
    })
  };
}

async function componentId(
  arm: ArmWorkspace,
  step: ResolvedStep,
  options: RequestOptions
): Promise<string> {
  const folder = { type: 'uri_folder' };
  const folders = (names: readonly string[]): Record<string, object> =>
    Object.fromEntries(names.map(name => [name, folder]));
  const content = {
    type: 'command',
    display_name: step.displayName,
    command: step.command,
    code: `azureml:${step.codeId}`,
    environment: `azureml:${step.environmentId}`,
    inputs: folders(Object.keys(step.inputs)),
    outputs: folders(step.outputs)
  };
  // The same content has the same version, so that the service knows a step again.
  const version = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
  const componentSpec = { name: ANONYMOUS, version, ...content, is_deterministic: true };
  const path = `/components/${ANONYMOUS}/versions/${version}`;
  return (await arm.put<Resource<object>>(path, { isAnonymous: true, componentSpec }, options)).id;
}
