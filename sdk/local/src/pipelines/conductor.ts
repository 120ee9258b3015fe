import type { PipelineJob } from 'carry-ml/arm';
import type { Families, Coordinator } from '../families/families.js';
import type { JobStore, StoredJob } from '../store/job-store.js';
import { frameOf } from './frame.js';
import { graphOf } from './graph.js';
import { failureOf } from './pipeline-failures.js';
import { progressOf } from './progress.js';
import type { Reuse } from './reuse.js';
import { isSet } from './settings.js';
import { NON_DETERMINISTIC } from './step-job.js';
import { readSteps } from './step.js';
import { withWrittenValues } from './written-values.js';

export interface ConductorDeps {
  jobs: JobStore;
  families: Pick<
    Families,
    'start' | 'skip' | 'end' | 'completeByReuse' | 'runInBackground' | 'advance'
  >;
  reuse: Pick<Reuse, 'fingerprint' | 'find' | 'fetch' | 'remember'>;
  /** Reads the value that a step has written to the file of an output. */
  readValue: (uri: string) => string;
}

/** Coordinates pipelines. Their steps are jobs of the workspace; all are stored with the pipeline before the first one starts. */
export class Conductor implements Coordinator {
  readonly noun = 'step';

  constructor(private readonly deps: ConductorDeps) {}

  /** Starts, skips and ends jobs as the states of a pipeline's steps require. */
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
      {
        continueOnFailure: isSet(properties.settings, 'continue_on_step_failure'),
        isCanceled: pipeline.status === 'CancelRequested',
        ...frameOf(properties)
      }
    );
    for (const { step, because } of skip) {
      const job = children.get(step);
      if (job) families.skip(job, because);
    }
    for (const step of start) {
      const job = children.get(step);
      if (job) this.start(this.withValues(job), properties);
    }
    if (!outcome) return;
    const broken = failed === undefined ? undefined : jobs.get(children.get(failed)?.name ?? '');
    const error = broken && stepFailure(broken);
    families.end(pipeline.name, outcome, error);
  }

  /**
   * Starts a step, or reuses the outputs of an earlier one with the same command and inputs. To compare them, its inputs must be read;
   * until then the step has not started, so that after a crash the next server starts it.
   */
  private start(step: StoredJob, pipeline: PipelineJob): void {
    const { families, reuse } = this.deps;
    const runsOnce = step.properties.properties?.[NON_DETERMINISTIC] === undefined;
    if (!runsOnce || step.properties.jobType === 'Pipeline') {
      families.start(step);
      return;
    }
    families.runInBackground(`the start of ${step.name}`, async () => {
      const fingerprint = await reuse.fingerprint(step);
      const mayReuse = fingerprint !== undefined && !isSet(pipeline.settings, 'force_rerun');
      const before = mayReuse ? reuse.find(step, fingerprint) : undefined;
      if (before !== undefined) await reuse.fetch(before, step);
      if (!this.isWaiting(step)) return;
      if (before !== undefined) families.completeByReuse(step, before);
      else {
        if (fingerprint !== undefined) reuse.remember(step, fingerprint);
        families.start(step);
      }
      families.advance(step.parent?.job ?? '');
    });
  }

  /** The step with the values that other steps have written for it. */
  private withValues(step: StoredJob): StoredJob {
    const { jobs, readValue } = this.deps;
    const properties = withWrittenValues(step, readValue);
    if (!properties) return step;
    jobs.update(step.name, properties);
    return { ...step, properties };
  }

  /** Whether a step is still to be started: its pipeline may have been canceled while its input was read. */
  private isWaiting({ name, parent }: StoredJob): boolean {
    const { jobs } = this.deps;
    return (
      jobs.get(name)?.status === 'NotStarted' && jobs.get(parent?.job ?? '')?.status === 'Running'
    );
  }
}

/** The error of a pipeline because of its step. */
function stepFailure({ name, parent, status, error }: StoredJob): StoredJob['error'] {
  const isCanceled = status === 'Canceled' && error?.code !== 'StepSkipped';
  const outcome = status === 'Failed' ? 'failed' : isCanceled ? 'was canceled' : 'did not run';
  return failureOf('StepFailed', {
    step: parent?.step ?? '',
    job: name,
    outcome,
    reason: error?.message
  });
}
