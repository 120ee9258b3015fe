import type { PipelineJob } from '../../arm/job.js';
import type { Families, Lead } from '../families/families.js';
import type { JobStore, StoredJob } from '../store/jobs.js';
import { graphOf } from './graph.js';
import { progressOf } from './progress.js';
import { readSteps } from './step.js';

export interface ConductorDeps {
  jobs: JobStore;
  families: Pick<Families, 'start' | 'skip' | 'end'>;
}

/** Leads pipelines. Their steps are jobs of the workspace, all stored with the pipeline before the first one starts. */
export class Conductor implements Lead {
  readonly noun = 'step';

  constructor(private readonly deps: ConductorDeps) {}

  /** Does what the states of a pipeline's steps ask for: starts, skips, ends. */
  advance(pipeline: StoredJob): void {
    const { jobs, families } = this.deps;
    const properties = pipeline.properties as PipelineJob;
    const children = new Map(
      jobs.childrenOf(pipeline.name).map(job => [job.parent?.step ?? '', job])
    );
    const states = new Map([...children].map(([step, job]) => [step, job.status]));
    const { start, skip, outcome, failed } = progressOf(
      graphOf(readSteps(properties.jobs)),
      states,
      { goOn: goesOn(properties), stopping: pipeline.status === 'CancelRequested' }
    );
    for (const { step, because } of skip) {
      const job = children.get(step);
      if (job) families.skip(job, because);
    }
    for (const step of start) {
      const job = children.get(step);
      if (job) families.start(job);
    }
    if (!outcome) return;
    const broken = failed === undefined ? undefined : jobs.get(children.get(failed)?.name ?? '');
    const error = broken && { code: 'StepFailed', message: failure(broken) };
    families.end(pipeline.name, outcome, error);
  }
}

/** Azure's own clients write this setting in snake case, others as the contract's fields are written. */
function goesOn({ settings }: PipelineJob): boolean {
  const given = settings?.continue_on_step_failure ?? settings?.continueOnStepFailure;
  return String(given).toLowerCase() === 'true';
}

function failure(job: StoredJob): string {
  const step = `The step '${job.parent?.step ?? ''}' (job ${job.name})`;
  if (job.status === 'Canceled' && job.error?.code !== 'StepSkipped')
    return `${step} was canceled.`;
  return `${step} ${job.status === 'Failed' ? 'failed' : 'did not run'}: ${job.error?.message ?? 'it gave no reason.'}`;
}
