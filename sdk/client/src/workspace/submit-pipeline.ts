import type { PipelineJob } from '../arm/index.js';
import type { ArmWorkspace, RequestOptions } from '../arm/client/index.js';
import { prepareSteps, type PipelineSteps, type PreparedStep } from '../notebooks/index.js';
import { uploadCode } from './code.js';
import { plainName } from './job-name.js';
import { pipelineNode, type PipelineNode, type ResolvedStep } from './pipeline-definition.js';

/** Options of submitting a pipeline; all have defaults. */
export interface SubmitPipelineOptions extends RequestOptions {
  /** Name of the compute of the steps that name none; default: the only one, or `cpu`. */
  compute?: string;
  /** The environment of the steps that name none: `name`, `name:version`, `name@label` or an ARM id; default: `carry-notebook`. */
  environment?: string;
  /** Default: the name of the first step. */
  displayName?: string;
  /** Default: the display name. */
  experiment?: string;
  /** Name of the job, unique in the workspace; default: a new one. */
  name?: string;
  description?: string;
  tags?: Record<string, string>;
  /** Takes the result of a step that has run before with the same files, values and inputs, instead of running it again. */
  reuse?: boolean;
  /** Called at each step and after each uploaded file. */
  onProgress?: (event: { step: string; done?: number; of?: number }) => void;
}

/** Finds the resources that a step names. */
export interface StepResources {
  computeId: (name: string | undefined) => Promise<string | undefined>;
  environmentId: (name: string | undefined) => Promise<string>;
}

/** Uploads the files of the steps, and returns the job that runs them. */
export async function pipelineJob(
  arm: ArmWorkspace,
  steps: PipelineSteps,
  resources: StepResources,
  options: SubmitPipelineOptions
): Promise<PipelineJob & { displayName: string }> {
  const { onProgress = () => undefined, signal } = options;
  onProgress({ step: 'Reading the steps and their folders' });
  // Errors of a file, a parameter, a compute or an environment are raised before anything is uploaded.
  const prepared = await prepareSteps(steps);
  const computeId = await resources.computeId(options.compute);
  const named: Record<string, NamedStep> = {};
  for (const [name, step] of Object.entries(prepared)) {
    named[name] = await withResources(step, resources, options);
  }
  const jobs: Record<string, PipelineNode> = {};
  for (const [name, step] of Object.entries(named)) {
    const files = step.snapshot.files;
    const of = files.length;
    onProgress({ step: `Uploading the files of ${name}`, done: 0, of });
    const codeId = await uploadCode(arm, files, {
      signal,
      onFile: done => {
        onProgress({ step: `Uploading the files of ${name}`, done, of });
      }
    });
    jobs[name] = await pipelineNode(arm, { ...step, codeId }, { signal });
  }
  onProgress({ step: 'Creating the job' });
  const [first = 'pipeline'] = Object.keys(steps);
  const displayName = options.displayName ?? first;
  return {
    jobType: 'Pipeline',
    displayName,
    description: options.description,
    experimentName: options.experiment ?? plainName(displayName, 'pipelines'),
    computeId,
    tags: options.tags,
    jobs,
    settings: { force_rerun: options.reuse !== true }
  };
}

type NamedStep = Omit<ResolvedStep, 'codeId'>;

async function withResources(
  step: PreparedStep,
  resources: StepResources,
  options: SubmitPipelineOptions
): Promise<NamedStep> {
  const { compute, environment = options.environment } = step.step;
  return {
    ...step,
    environmentId: await resources.environmentId(environment),
    ...(compute !== undefined && { computeId: await resources.computeId(compute) })
  };
}
