import { folderUri, type PipelineJob } from 'carry-ml/arm';
import { CarryError } from 'carry-ml/errors';
import { computeOf, type CommandSources } from '../jobs/command-check.js';
import { checkOutputs } from '../jobs/output-check.js';
import { withLocatedOutputs } from '../jobs/output-template.js';
import type { Naming, PlanJob } from '../jobs/plan-job.js';
import type { StoredJob } from '../store/job-store.js';
import { automlComponent } from './automl-step.js';
import { withComponent, type TransferSources } from './data-transfer.js';
import { fail, ofStep } from './errors.js';
import { checkFrame, frameOf } from './frame.js';
import { expandComponent } from './expand-component.js';
import { graphOf, orderOf } from './graph.js';
import { planSteps } from './plan.js';
import { defaultCompute, defaultDatastore } from './settings.js';
import { readSteps } from './step.js';

export interface PipelineSources
  extends Pick<CommandSources, 'computes' | 'localPath' | 'now' | 'newId'>, TransferSources {
  /** Plans the jobs of the steps. */
  plan: PlanJob;
}

/** The maximum nesting of pipelines: it stops a component that contains itself. */
const MAX_DEPTH = 20;

/** The job of a pipeline, followed by those of its steps and their descendants; throws when the pipeline could not complete. */
export function planPipeline(
  { name, by, depth = 0 }: Naming,
  given: PipelineJob,
  sources: PipelineSources
): [StoredJob, ...StoredJob[]] {
  const properties = located(name, expandComponent(given, sources.findAsset), sources);
  if (depth > MAX_DEPTH) throw fail('PipelineTooDeep', { max: MAX_DEPTH });
  for (const id of [properties.computeId, defaultCompute(properties)])
    if (id) computeOf(id, sources);
  const read = readSteps(properties.jobs);
  const graph = graphOf(read);
  orderOf(graph);
  checkFrame(frameOf(properties), graph);
  const steps = read.map(step => ({
    ...(step.automl ? { ...step, component: automlComponent } : withComponent(step, sources)),
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
  const below = planSteps({ name, properties }, steps).flatMap((planned, i): StoredJob[] => {
    const { name: step, job } = steps[i] ?? { name: '', job: '' };
    const naming = { name: job, by, depth: depth + 1 };
    const [child, ...rest] = inStep(step, () => sources.plan(naming, planned));
    return [{ ...child, status: 'NotStarted', parent: { job: name, step } }, ...rest];
  });
  return [pipeline, ...below];
}

/** The pipeline with a URI for each output that does not go to the workspace's default datastore; throws when its datastore does not exist. */
function located(name: string, given: PipelineJob, sources: PipelineSources): PipelineJob {
  const datastore = defaultDatastore(given);
  if (datastore !== undefined) sources.localPath(folderUri({ datastore, path: '' }));
  const properties = withLocatedOutputs(name, given, datastore);
  checkOutputs(properties, sources);
  return properties;
}

/** Names the step in the errors that its job causes. */
function inStep<T>(step: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof CarryError ? ofStep(step, error) : error;
  }
}
