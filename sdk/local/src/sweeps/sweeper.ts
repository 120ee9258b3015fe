import { isTerminal, type CommandJob, type SweepJob } from 'carry-ml/arm';
import { isCarryError } from 'carry-ml/errors';
import type { Families, Coordinator, Outcome } from '../families/families.js';
import { isoDuration } from '../jobs/iso-duration.js';
import type { Naming } from '../jobs/plan-job.js';
import type { Runner } from '../jobs/runner.js';
import type { JobStore, StoredJob } from '../store/job-store.js';
import { isBetter, terminations, evaluatedAt, type TrialHistory } from './early-termination.js';
import { anyTrial, MAX_TRIALS } from './plan-sweep.js';
import { sample } from './sampler.js';
import { readSearchSpace } from './search-space.js';
import { failureOf } from './sweep-failures.js';
import type { TrialRuns } from './trial-runs.js';
import { trialJob, type TrialJob } from './trial.js';

export interface SweeperDeps {
  jobs: JobStore;
  families: Pick<Families, 'start' | 'skip' | 'end' | 'cancel' | 'runInBackground'>;
  runner: Pick<Runner, 'cancel'>;
  runs: TrialRuns;
  /** Checks a trial's command against the current workspace. */
  check: (naming: Naming, given: CommandJob) => StoredJob;
  /** Number of jobs that the compute with this id runs at a time. */
  slots: (compute: string | null | undefined) => number;
  /** Copies the outputs of one job to the URIs to which another directs its own. */
  copyOutputs: (from: string, to: StoredJob) => Promise<void>;
  now: () => number;
  newId: () => string;
  report: (error: unknown, job: string) => void;
}

type Sweep = StoredJob & { properties: SweepJob };
type Trial = StoredJob<TrialJob>;

/** How often the metrics and the time limit of running sweeps are checked. */
const CHECK_INTERVAL_MS = 1000;

/**
 * Coordinates sweeps. Trials are drawn one by one, as many at a time as the limits allow; each is stored before it starts, and the next one
 * is derived from the stored ones.
 */
export class Sweeper implements Coordinator {
  readonly noun = 'trial';
  /** Number of values at which each trial was last evaluated. */
  private readonly evaluated = new Map<string, number>();
  /** The trials of running sweeps whose results have been processed. */
  private readonly processed = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly deps: SweeperDeps) {}

  /** Checks the running sweeps periodically, until `close`. */
  open(): void {
    this.timer = setInterval(() => {
      this.check();
    }, CHECK_INTERVAL_MS).unref();
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** Cancels sweeps that exceed their time limit, and stops trials by their sweep's early termination policy. */
  check(): void {
    for (const job of this.deps.jobs.parentsInState('Running').filter(isSweep))
      try {
        if (this.isOverdue(job)) this.deps.families.cancel(job.name);
        else this.stopTrials(job);
      } catch (error) {
        this.deps.report(error, job.name);
      }
  }

  advance(job: StoredJob): void {
    if (!isSweep(job)) return;
    const stopping = job.status === 'CancelRequested';
    const trials = this.startStored(job, stopping);
    this.processResults(job, trials);
    const { drawn, failure } = stopping ? { drawn: 0 } : this.drawTrials(job, trials);
    if (drawn > 0 || trials.some(({ status }) => !isTerminal(status))) return;
    const sweep = this.deps.jobs.get(job.name);
    if (sweep && isSweep(sweep)) this.finish(sweep, trials, failure);
  }

  /** Returns the trials, after starting those that an earlier server stored but did not start before it crashed. */
  private startStored(sweep: Sweep, stopping: boolean): Trial[] {
    const { families } = this.deps;
    const trials = this.trials(sweep);
    const stored = trials.filter(({ status }) => status === 'NotStarted');
    for (const trial of stored)
      if (stopping) families.skip(trial, 'the sweep was canceled');
      else families.start(trial);
    return stored.length > 0 ? this.trials(sweep) : trials;
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
        this.startTrial(sweep, index, values);
      } catch (error) {
        if (!isCarryError(error)) throw error;
        return { drawn, failure: failureOf('TrialRefused', { reason: error.message }) };
      }
    }
    return { drawn: wanted };
  }

  private startTrial(sweep: Sweep, index: number, values: TrialJob['parameters']): void {
    const { jobs, families, check, newId } = this.deps;
    const plain = `${sweep.name}_${index}`;
    const name = jobs.get(plain) ? `${plain}_${newId().slice(0, 8)}` : plain;
    const given = trialJob(sweep, index, anyTrial(sweep.properties), values);
    const checked = check({ name, by: sweep.createdBy }, given);
    const parent = { job: sweep.name, step: String(index) };
    const trial: StoredJob = { ...checked, status: 'NotStarted', parent };
    jobs.insertFamily(trial, []);
    families.start(trial);
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
    const isDirected = Object.values(sweep.properties.outputs ?? {}).some(output => output?.uri);
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
      return { outcome: 'Canceled', error: this.isOverdue(sweep) ? overdue(sweep) : undefined };
    const good = trials.some(
      ({ status, error }) => status === 'Completed' || error?.code === STOPPED
    );
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

  private isOverdue({ properties, startedAt }: Sweep): boolean {
    const limit = isoDuration(properties.limits?.timeout ?? '');
    return limit !== undefined && startedAt !== undefined && this.deps.now() - startedAt > limit;
  }

  private trials(sweep: StoredJob): Trial[] {
    return this.deps.jobs.childrenOf(sweep.name) as Trial[];
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
