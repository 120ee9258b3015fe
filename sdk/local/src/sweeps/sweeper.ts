import { isTerminal, type SweepJob } from 'carry-ml/arm';
import { isCarryError } from 'carry-ml/errors';
import type { Families, Outcome } from '../families/families.js';
import { TrialCoordinator, type TrialCoordinatorDeps } from '../families/trial-coordinator.js';
import type { Runner } from '../jobs/runner.js';
import type { StoredJob } from '../store/job-store.js';
import { isBetter, terminations, evaluatedAt, type TrialHistory } from './early-termination.js';
import { anyTrial, MAX_TRIALS } from './plan-sweep.js';
import { sample } from './sampler.js';
import { readSearchSpace } from './search-space.js';
import { failureOf } from './sweep-failures.js';
import type { TrialRuns } from './trial-runs.js';
import { trialJob, type TrialJob } from './trial.js';

export interface SweeperDeps extends TrialCoordinatorDeps {
  families: Pick<Families, 'start' | 'skip' | 'end' | 'cancel' | 'runInBackground'>;
  runner: Pick<Runner, 'cancel'>;
  runs: TrialRuns;
  /** Number of jobs that the compute with this id runs at a time. */
  slots: (compute: string | null | undefined) => number;
  /** Copies the outputs of one job to the URIs to which another directs its own. */
  copyOutputs: (from: string, to: StoredJob) => Promise<void>;
}

type Sweep = StoredJob & { properties: SweepJob };
type Trial = StoredJob<TrialJob>;

/** Coordinates sweeps: draws their trials, as many at a time as the limits allow, and stops those that a policy ends early. */
export class Sweeper extends TrialCoordinator<Sweep, Trial, SweeperDeps> {
  /** Number of values at which each trial was last evaluated. */
  private readonly evaluated = new Map<string, number>();
  /** The trials of running sweeps whose results have been processed. */
  private readonly processed = new Set<string>();

  protected coordinates(job: StoredJob): job is Sweep {
    return isSweep(job);
  }

  /** Cancels a sweep that exceeds its time limit, and stops trials by its early termination policy. */
  protected checkRunning(sweep: Sweep): void {
    if (this.exceedsLimit(sweep)) this.deps.families.cancel(sweep.name);
    else this.stopTrials(sweep);
  }

  advance(job: StoredJob): void {
    if (!isSweep(job)) return;
    const stopping = job.status === 'CancelRequested';
    const trials = this.startStored(job, 'the sweep was canceled');
    this.processResults(job, trials);
    const { drawn, failure } = stopping ? { drawn: 0 } : this.drawTrials(job, trials);
    if (drawn > 0 || trials.some(({ status }) => !isTerminal(status))) return;
    const sweep = this.deps.jobs.get(job.name);
    if (sweep && isSweep(sweep)) this.finish(sweep, trials, failure);
  }

  /** Processes newly ended trials: adds their hyperparameters to their runs, and updates the best trial. */
  private processResults(sweep: Sweep, trials: Trial[]): void {
    const { jobs, runs } = this.deps;
    const { objective, properties } = sweep.properties;
    const ended = trials.filter(
      ({ name, status }) => isTerminal(status) && !this.processed.has(name)
    );
    runs.complete(ended);
    const completed = ended.filter(({ status }) => status === 'Completed');
    const best = runs.best(completed, objective);
    const before = properties?.score === undefined ? undefined : Number(properties.score);
    if (best && (before === undefined || isBetter(objective.goal, best.value, before)))
      jobs.addProperties(sweep.name, {
        best_child_run_id: best.trial,
        score: String(best.value),
        best_metric_status: 'Succeeded'
      });
    for (const { name } of ended) this.processed.add(name);
  }

  /** Draws and starts trials up to the limit; returns how many, and the error that prevents more. */
  private drawTrials(
    sweep: Sweep,
    trials: Trial[]
  ): { drawn: number; failure?: StoredJob['error'] } {
    const { limits, samplingAlgorithm, objective } = sweep.properties;
    const total = limits?.maxTotalTrials ?? MAX_TRIALS;
    const live = trials.filter(({ status }) => !isTerminal(status)).length;
    const wanted = Math.min(total - trials.length, this.concurrency(sweep) - live);
    if (wanted <= 0) return { drawn: 0 };
    const space = readSearchSpace(sweep.properties);
    const learns = samplingAlgorithm.samplingAlgorithmType === 'Bayesian';
    const observed = learns ? this.deps.runs.observed(trials, objective) : [];
    for (let drawn = 0; drawn < wanted; drawn++) {
      const index = trials.length + drawn;
      const values = sample(space, samplingAlgorithm, { index, salt: sweep.mark, observed });
      if (!values) return { drawn };
      try {
        const given = trialJob(sweep, index, anyTrial(sweep.properties), values);
        this.startTrialJob(sweep, String(index), given);
      } catch (error) {
        if (!isCarryError(error)) throw error;
        return { drawn, failure: failureOf('TrialRefused', { reason: error.message }) };
      }
    }
    return { drawn: wanted };
  }

  /** The number of trials to run at a time: the sweep's limit, otherwise the compute's slots, since more would only wait. */
  private concurrency({ properties }: Sweep): number {
    const { maxConcurrentTrials } = properties.limits ?? {};
    return maxConcurrentTrials ?? Math.max(1, this.deps.slots(properties.computeId));
  }

  /** Ends a sweep whose trials have all ended. The outputs of the best one are copied first, if the sweep directs its own to URIs. */
  private finish(sweep: Sweep, trials: Trial[], failure?: StoredJob['error']): void {
    const { families, copyOutputs } = this.deps;
    for (const { name } of trials) {
      this.evaluated.delete(name);
      this.processed.delete(name);
    }
    const { outcome, error } = failure
      ? { outcome: 'Failed' as const, error: failure }
      : this.outcomeOf(sweep, trials);
    const best = sweep.properties.properties?.best_child_run_id;
    const isDirected = directsOutputs(sweep);
    if (outcome !== 'Completed' || best === undefined || !isDirected) {
      families.end(sweep.name, outcome, error);
      return;
    }
    families.runInBackground(`the outputs of ${sweep.name}`, async () => {
      try {
        await copyOutputs(best, sweep);
        families.end(sweep.name, outcome);
      } catch (cause) {
        const error = failureOf('OutputFailed', { trial: best, reason: String(cause) });
        families.end(sweep.name, 'Failed', error);
      }
    });
  }

  private outcomeOf(
    sweep: Sweep,
    trials: Trial[]
  ): { outcome: Outcome; error?: StoredJob['error'] } {
    if (sweep.status === 'CancelRequested')
      return { outcome: 'Canceled', error: this.exceedsLimit(sweep) ? overdue(sweep) : undefined };
    const good = trials.some(
      ({ status, error }) => status === 'Completed' || error?.code === STOPPED
    );
    if (good && lacksBestTrial(sweep)) {
      const metric = sweep.properties.objective.primaryMetric;
      return { outcome: 'Failed', error: failureOf('NoBestTrial', { metric }) };
    }
    if (good) return { outcome: 'Completed' };
    const failed = trials.find(({ status }) => status === 'Failed');
    if (!failed) return { outcome: 'Canceled' };
    const error = failureOf('AllTrialsFailed', {
      trials: trials.length,
      trial: failed.name,
      reason: failed.error?.message
    });
    return { outcome: 'Failed', error };
  }

  private stopTrials(sweep: Sweep): void {
    const { jobs, runs, runner } = this.deps;
    const { earlyTermination: policy, objective } = sweep.properties;
    if (!policy) return;
    const trials = this.trials(sweep);
    const running = trials.filter(({ status }) => status === 'Running');
    const counts = runs.counts(running, objective.primaryMetric);
    const due = running.filter(({ name }) => {
      const at = evaluatedAt(policy, counts.get(name) ?? 0);
      const isDue = at > (this.evaluated.get(name) ?? 0);
      this.evaluated.set(name, at);
      return isDue;
    });
    if (due.length === 0) return;
    const histories = trials.map((trial): TrialHistory => ({
      trial: trial.name,
      values: runs.values(trial, objective.primaryMetric),
      state: stateOf(trial)
    }));
    for (const { trial, because } of terminations(policy, objective.goal, histories)) {
      const error = failureOf(STOPPED, { policy: policy.policyType, because });
      jobs.move(trial, 'CancelRequested', { error });
      runner.cancel(trial);
    }
  }

  private exceedsLimit(sweep: Sweep): boolean {
    return this.isOverdue(sweep, sweep.properties.limits?.timeout);
  }
}

/** The error code of a trial that was stopped by an early termination policy. */
const STOPPED = 'EarlyTermination';

function isSweep(job: StoredJob): job is Sweep {
  return job.properties.jobType === 'Sweep';
}

function stateOf({ status }: Trial): TrialHistory['state'] {
  if (status === 'Running') return 'running';
  return status === 'CancelRequested' || status === 'Canceled' ? 'stopped' : 'finished';
}

function overdue({ properties }: Sweep): StoredJob['error'] {
  return failureOf('SweepTimeout', { limit: properties.limits?.timeout ?? '' });
}

function directsOutputs({ properties }: Sweep): boolean {
  return Object.values(properties.outputs ?? {}).some(output => output?.uri);
}

/** True if outputs of the best trial are wanted, but there is none: a reader of them could only say that nothing is there. */
function lacksBestTrial(sweep: Sweep): boolean {
  const { outputs, properties } = sweep.properties;
  const hasOutputs = Object.keys(outputs ?? {}).some(name => name !== 'default');
  const areWanted = directsOutputs(sweep) || (sweep.parent !== undefined && hasOutputs);
  return properties?.best_child_run_id === undefined && areWanted;
}
