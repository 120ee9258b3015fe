import { isTerminal, type CommandJob, type SweepJob } from 'carry-ml/arm';
import { isCarryError } from 'carry-ml/errors';
import type { Families, Lead, Outcome } from '../families/families.js';
import { isoDuration } from '../jobs/iso-duration.js';
import type { Naming } from '../jobs/plan-job.js';
import type { Runner } from '../jobs/runner.js';
import type { JobStore, StoredJob } from '../store/jobs.js';
import { isBetter, judge, judgedAt, type Course } from './early-termination.js';
import { anyTrial, MAX_TRIALS } from './plan-sweep.js';
import { sample } from './sampler.js';
import { readSearchSpace } from './search-space.js';
import type { TrialRuns } from './trial-runs.js';
import { trialJob, type TrialJob } from './trial.js';

export interface SweeperDeps {
  jobs: JobStore;
  families: Pick<Families, 'start' | 'skip' | 'end' | 'cancel' | 'work'>;
  runner: Pick<Runner, 'cancel'>;
  runs: TrialRuns;
  /** Checks a trial's command against the workspace as it is now. */
  check: (naming: Naming, given: CommandJob) => StoredJob;
  /** How many jobs the compute of this id runs at a time. */
  slots: (compute: string | null | undefined) => number;
  /** Puts what a job wrote where another was told to write. */
  copyOutputs: (from: string, to: StoredJob) => Promise<void>;
  now: () => number;
  newId: () => string;
  report: (error: unknown, job: string) => void;
}

type Sweep = StoredJob & { properties: SweepJob };
type Trial = StoredJob<TrialJob>;

/** How often a running sweep is looked at, for what no trial's end tells: its metrics and its time limit. */
const LOOK = 1000;

/**
 * Leads sweeps. Trials are drawn one by one, as many at a time as the limits allow; each is stored before it starts, and what the next
 * one is follows from those stored.
 */
export class Sweeper implements Lead {
  readonly noun = 'trial';
  /** At how many values a trial was last judged: it need not be again before it has logged more. */
  private readonly judged = new Map<string, number>();
  /** The trials of running sweeps whose results have been taken. */
  private readonly taken = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly deps: SweeperDeps) {}

  /** Looks at the running sweeps again and again, until `close`. */
  open(): void {
    this.timer = setInterval(() => {
      this.look();
    }, LOOK).unref();
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** Stops sweeps that are over their time, and trials that their sweep's policy gives up. */
  look(): void {
    for (const job of this.deps.jobs.parentsInState('Running').filter(isSweep))
      try {
        if (this.isOverdue(job)) this.deps.families.cancel(job.name);
        else this.judgeTrials(job);
      } catch (error) {
        this.deps.report(error, job.name);
      }
  }

  advance(job: StoredJob): void {
    if (!isSweep(job)) return;
    const stopping = job.status === 'CancelRequested';
    const trials = this.beginStored(job, stopping);
    this.takeResults(job, trials);
    const { drawn, failure } = stopping ? { drawn: 0 } : this.drawTrials(job, trials);
    if (drawn > 0 || trials.some(({ status }) => !isTerminal(status))) return;
    const sweep = this.deps.jobs.get(job.name);
    if (sweep && isSweep(sweep)) this.finish(sweep, trials, failure);
  }

  /** The trials; those that a server stored, and died before it started them, are started now. */
  private beginStored(sweep: Sweep, stopping: boolean): Trial[] {
    const { families } = this.deps;
    const trials = this.trials(sweep);
    const stored = trials.filter(({ status }) => status === 'NotStarted');
    for (const trial of stored)
      if (stopping) families.skip(trial, 'the sweep was canceled');
      else families.start(trial);
    return stored.length > 0 ? this.trials(sweep) : trials;
  }

  /** Looks at the trials that have ended since: their runs get their hyperparameters, and one of them may be the best so far. */
  private takeResults(sweep: Sweep, trials: Trial[]): void {
    const { jobs, runs } = this.deps;
    const { objective, properties } = sweep.properties;
    const ended = trials.filter(({ name, status }) => isTerminal(status) && !this.taken.has(name));
    runs.complete(ended);
    const completed = ended.filter(({ status }) => status === 'Completed');
    const best = runs.best(completed, objective);
    const before = properties?.score === undefined ? undefined : Number(properties.score);
    if (best && (before === undefined || isBetter(objective.goal, best.value, before)))
      jobs.note(sweep.name, {
        best_child_run_id: best.trial,
        score: String(best.value),
        best_metric_status: 'Succeeded'
      });
    for (const { name } of ended) this.taken.add(name);
  }

  /** Draws and starts trials until as many run as may; answers how many, and what makes it impossible to go on. */
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
        return { drawn, failure: { code: 'TrialRefused', message: error.message } };
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

  /** As many trials at a time as was asked for, else as the compute has slots: more would only wait. */
  private concurrency({ properties }: Sweep): number {
    const { maxConcurrentTrials } = properties.limits ?? {};
    return maxConcurrentTrials ?? Math.max(1, this.deps.slots(properties.computeId));
  }

  /** Ends a sweep whose trials have all ended. What the best one wrote is put in its place first. */
  private finish(sweep: Sweep, trials: Trial[], failure?: StoredJob['error']): void {
    const { families, copyOutputs } = this.deps;
    for (const { name } of trials) {
      this.judged.delete(name);
      this.taken.delete(name);
    }
    const { outcome, error } = failure
      ? { outcome: 'Failed' as const, error: failure }
      : this.outcomeOf(sweep, trials);
    const best = sweep.properties.properties?.best_child_run_id;
    const told = Object.values(sweep.properties.outputs ?? {}).some(output => output?.uri);
    if (outcome !== 'Completed' || best === undefined || !told) {
      families.end(sweep.name, outcome, error);
      return;
    }
    families.work(`the outputs of ${sweep.name}`, async () => {
      try {
        await copyOutputs(best, sweep);
        families.end(sweep.name, outcome);
      } catch (cause) {
        const message = `What the best trial ${best} wrote could not be copied: ${String(cause)}`;
        families.end(sweep.name, 'Failed', { code: 'OutputFailed', message });
      }
    });
  }

  private outcomeOf(
    sweep: Sweep,
    trials: Trial[]
  ): { outcome: Outcome; error?: StoredJob['error'] } {
    if (sweep.status === 'CancelRequested')
      return { outcome: 'Canceled', ...(this.isOverdue(sweep) ? { error: overdue(sweep) } : {}) };
    const good = trials.some(
      ({ status, error }) => status === 'Completed' || error?.code === STOPPED
    );
    if (good) return { outcome: 'Completed' };
    const failed = trials.find(({ status }) => status === 'Failed');
    if (!failed) return { outcome: 'Canceled' };
    const message = `None of the ${trials.length} trials completed. The trial ${failed.name} failed: ${failed.error?.message ?? 'it gave no reason.'}`;
    return { outcome: 'Failed', error: { code: 'AllTrialsFailed', message } };
  }

  private judgeTrials(sweep: Sweep): void {
    const { jobs, runs, runner } = this.deps;
    const { earlyTermination: policy, objective } = sweep.properties;
    if (!policy) return;
    const trials = this.trials(sweep);
    const running = trials.filter(({ status }) => status === 'Running');
    const counts = runs.counts(running, objective.primaryMetric);
    const due = running.filter(({ name }) => {
      const at = judgedAt(policy, counts.get(name) ?? 0);
      const isDue = at > (this.judged.get(name) ?? 0);
      this.judged.set(name, at);
      return isDue;
    });
    if (due.length === 0) return;
    const courses = trials.map((trial): Course => ({
      trial: trial.name,
      values: runs.values(trial, objective.primaryMetric),
      state: stateOf(trial)
    }));
    for (const { trial, because } of judge(policy, objective.goal, courses)) {
      const message = `Stopped by the ${policy.policyType} policy: ${because}.`;
      jobs.move(trial, 'CancelRequested', { error: { code: STOPPED, message } });
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

/** The code of a trial that an early termination policy has stopped. */
const STOPPED = 'EarlyTermination';

function isSweep(job: StoredJob): job is Sweep {
  return job.properties.jobType === 'Sweep';
}

function stateOf({ status }: Trial): Course['state'] {
  if (status === 'Running') return 'runs';
  return status === 'CancelRequested' || status === 'Canceled' ? 'stopped' : 'finished';
}

function overdue({ properties }: Sweep): StoredJob['error'] {
  return {
    code: 'SweepTimeout',
    message: `The sweep ran longer than its limit of ${properties.limits?.timeout ?? ''} and was stopped with its trials. Raise limits.timeout, or ask for fewer trials.`
  };
}
