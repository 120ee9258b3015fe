import type { PipelineJob } from 'carry-ml/arm';
import { CarryError } from 'carry-ml/errors';
import { computeOf, type CommandSources } from '../jobs/command-check.js';
import type { Naming, PlanJob } from '../jobs/plan-job.js';
import type { FindAsset } from '../store/asset-finder.js';
import type { StoredJob } from '../store/job-store.js';
import { findComponent } from './component.js';
import { fail, ofStep } from './errors.js';
import { checkFrame, frameOf } from './frame.js';
import { graphOf, orderOf } from './graph.js';
import { planSteps } from './plan.js';
import { readSteps } from './step.js';

export interface PipelineSources extends Pick<CommandSources, 'computes' | 'now' | 'newId'> {
  findAsset: FindAsset;
  /** Plans the jobs of the steps. */
  plan: PlanJob;
}

/** The maximum nesting of pipelines: it stops a component that contains itself. */
const MAX_DEPTH = 20;

/** The job of a pipeline, followed by those of its steps and their descendants; throws when the pipeline could not complete. */
export function planPipeline(
  { name, by, depth = 0 }: Naming,
  properties: PipelineJob,
  sources: PipelineSources
): [StoredJob, ...StoredJob[]] {
  if (depth > MAX_DEPTH) throw fail('PipelineTooDeep', { max: MAX_DEPTH });
  if (properties.computeId) computeOf(properties.computeId, sources);
  const read = readSteps(properties.jobs);
  const graph = graphOf(read);
  orderOf(graph);
  checkFrame(frameOf(properties), graph);
  const steps = read.map(step => ({
    ...step,
    component: findComponent(step.componentId, step.name, sources.findAsset),
    job: sources.newId()
  }));
  const pipeline: StoredJob = {
    name,
    properties: { ...properties, isArchived: false },
    status: 'Running',
    compute: '',
    experiment: properties.experimentName || 'Default',
    createdBy: by,
    createdAt: sources.now(),
    mark: sources.newId()
  };
  const below = planSteps({ name, properties }, steps).flatMap((given, i): StoredJob[] => {
    const { name: step, job } = steps[i] ?? { name: '', job: '' };
    const naming = { name: job, by, depth: depth + 1 };
    const [child, ...rest] = inStep(step, () => sources.plan(naming, given));
    return [{ ...child, status: 'NotStarted', parent: { job: name, step } }, ...rest];
  });
  return [pipeline, ...below];
}

/** Names the step in the errors that its job causes. */
function inStep<T>(step: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof CarryError ? ofStep(step, error) : error;
  }
}
