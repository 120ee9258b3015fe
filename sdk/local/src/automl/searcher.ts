import { isTerminal, type AutoMLJob, type CommandJob } from 'carry-ml/arm';
import { isCarryError } from 'carry-ml/errors';
import type { Families, Outcome } from '../families/families.js';
import { TrialCoordinator, type TrialCoordinatorDeps } from '../families/trial-coordinator.js';
import type { Runner } from '../jobs/runner.js';
import type { StoredJob } from '../store/job-store.js';
import { failureOf } from './automl-failures.js';
import { primaryMetric, isBetter, type PrimaryMetric } from './metrics.js';
import { NOT_HONOURED } from './plan-automl.js';
import { nextTrial, type DrawnTrial } from './search.js';
import { searchPlan } from './search-plan.js';
import type { Best, TrialScores } from './trial-scores.js';
import { candidateOf, hasTest, testJob, trialJob } from './trial.js';

export interface SearcherDeps extends TrialCoordinatorDeps {
  families: Pick<Families, 'start' | 'skip' | 'end' | 'advance' | 'runInBackground'>;
  runner: Pick<Runner, 'cancel'>;
  scores: TrialScores;
  /** Copies the model of a trial to the output of the job. */
  copyModel: (trial: string, to: StoredJob) => Promise<void>;
  writeLog: (job: string, line: string) => void;
}

type Search = StoredJob & { properties: AutoMLJob };
type Trial = StoredJob<CommandJob>;

/** A search ends when this many trials have failed and none has completed: the rest would fail for the same reason. */
const MAX_FIRST_FAILURES = 3;
/** The step of the job that evaluates the best model on the test data. */
const TEST = 'test';

/** Coordinates AutoML jobs: draws their trials, which are command jobs, as many at a time as the limits allow. */
export class Searcher extends TrialCoordinator<Search, Trial, SearcherDeps> {
  readonly title = 'AutoML job';

  protected coordinates(job: StoredJob): job is Search {
    return isSearch(job);
  }

  /** Ends a search that exceeds its time limit. */
  protected checkRunning(search: Search): void {
    if (this.exceedsLimit(search)) this.deps.families.advance(search.name);
  }

  advance(job: StoredJob): void {
    if (!isSearch(job)) return;
    const isCanceled = job.status === 'CancelRequested';
    const children = this.startStored(job, 'the job was canceled');
    if (!isCanceled) this.search(job, children);
    else if (children.every(({ status }) => isTerminal(status))) this.finish(job.name, children);
  }

  /** Draws the next trials, or ends the search. */
  private search(job: Search, children: Trial[]): void {
    const trials = children.filter(child => !isTest(child));
    if (trials.length === 0) this.sayNotHonoured(job);
    const metric = metricOf(job);
    const scores = this.deps.scores.scores(trials, metric);
    const best = this.deps.scores.best(scores, metric);
    if (best) this.recordBest(job, best);
    const because = this.endOf(job, trials, best);
    const live = trials.filter(({ status }) => !isTerminal(status));
    if (because !== undefined && live.length > 0) {
      this.stop(live, because);
      return;
    }
    const { drawn, failure } =
      because === undefined ? this.draw(job, trials, scores) : { drawn: 0 };
    if (drawn === 0 && live.length === 0) this.conclude(job, children, { best, failure });
  }

  /** Evaluates the best model if there is test data, then ends the search. */
  private conclude(
    job: Search,
    children: Trial[],
    { best, failure }: { best?: Best; failure?: StoredJob['error'] }
  ): void {
    const test = children.find(isTest);
    if (best && !failure && !test && hasTest(job.properties))
      this.startTrialJob(job, TEST, testJob(job.properties, job.name, best.trial));
    else if (!test || isTerminal(test.status)) this.finish(job.name, children, failure);
  }

  private sayNotHonoured({ name, properties }: Search): void {
    const unmet = properties.properties?.[NOT_HONOURED];
    if (unmet) this.deps.writeLog(name, unmet);
  }

  /** Names the best trial on the job and on its run, where Azure's clients read it. */
  private recordBest(search: Search, { trial, score }: Best): void {
    const { jobs, scores } = this.deps;
    const job = jobs.get(search.name) ?? search;
    if (job.properties.properties?.best_child_run_id === trial) return;
    const tags = { automl_best_child_run_id: trial };
    jobs.update(search.name, {
      ...job.properties,
      tags: { ...job.properties.tags, ...tags },
      properties: {
        ...job.properties.properties,
        best_child_run_id: trial,
        score: String(score)
      }
    });
    scores.tag(search.name, tags);
  }

  /** Why the search draws no more trials and stops those that run; undefined while it continues. */
  private endOf(search: Search, trials: Trial[], best: Best | undefined): string | undefined {
    const { limitSettings } = search.properties.taskDetails;
    if (this.exceedsLimit(search))
      return `the search reached its limit of ${limitSettings?.timeout}`;
    const exit = limitSettings?.exitScore;
    if (best && exit != null && !isBetter(metricOf(search), exit, best.score))
      return `the trial ${best.trial} reached the exit score ${exit}`;
    const failed = trials.filter(({ status }) => status === 'Failed').length;
    if (!best && failed >= MAX_FIRST_FAILURES) return `the first ${failed} trials failed`;
    return undefined;
  }

  /** Stops trials; each of them advances the search again when it has ended. */
  private stop(live: Trial[], because: string): void {
    const { jobs, runner } = this.deps;
    const error = failureOf('AutoMLTrialStopped', { because });
    for (const { name, status } of live) {
      if (status === 'CancelRequested') continue;
      // A queued job is canceled at once, without that state.
      if (status !== 'Queued') jobs.move(name, 'CancelRequested', { error });
      runner.cancel(name);
    }
  }

  /** Draws and starts trials up to the limit; returns how many, and the error that prevents more. */
  private draw(
    search: Search,
    trials: Trial[],
    scores: ReadonlyMap<string, number>
  ): { drawn: number; failure?: StoredJob['error'] } {
    const { taskDetails } = search.properties;
    const plan = searchPlan(taskDetails, metricOf(search));
    const live = trials.filter(({ status }) => !isTerminal(status)).length;
    const wanted = (taskDetails.limitSettings?.maxConcurrentTrials ?? 1) - live;
    const known = trials.map(({ name, status, properties }): DrawnTrial => ({
      candidate: candidateOf(properties),
      hasEnded: isTerminal(status),
      score: scores.get(name)
    }));
    for (let drawn = 0; drawn < wanted; drawn++) {
      const next = nextTrial(plan, known);
      if (typeof next === 'string') return { drawn };
      try {
        const given = trialJob(search.properties, search.name, known.length, next.candidate);
        this.startTrialJob(search, String(known.length), given);
      } catch (error) {
        if (!isCarryError(error)) throw error;
        return { drawn, failure: failureOf('AutoMLTrialRefused', { reason: error.message }) };
      }
      known.push({ candidate: next.candidate, hasEnded: false });
    }
    return { drawn: Math.max(0, wanted) };
  }

  /** Ends a search whose trials have all ended. The model of the best one becomes the output of the job first. */
  private finish(name: string, children: Trial[], failure?: StoredJob['error']): void {
    const { families, jobs, scores, copyModel, now } = this.deps;
    const search = jobs.get(name);
    if (!search || !isSearch(search)) return;
    const { outcome, error } = outcomeOf(search, children, failure);
    const best = search.properties.properties?.best_child_run_id;
    if (outcome !== 'Completed' || best === undefined) {
      families.end(name, outcome, error);
      return;
    }
    families.runInBackground(`the model of ${name}`, async () => {
      try {
        await copyModel(best, search);
        scores.copyMetrics(best, name, now());
        families.end(name, outcome);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        families.end(name, 'Failed', failureOf('AutoMLModelMissing', { trial: best, reason }));
      }
    });
  }

  private exceedsLimit(search: Search): boolean {
    return this.isOverdue(search, search.properties.taskDetails.limitSettings?.timeout);
  }
}

function isSearch(job: StoredJob): job is Search {
  return job.properties.jobType === 'AutoML';
}

function isTest({ parent }: StoredJob): boolean {
  return parent?.step === TEST;
}

function metricOf({ properties: { taskDetails } }: Search): PrimaryMetric {
  const found = primaryMetric(taskDetails.taskType, taskDetails.primaryMetric);
  if (!found) throw new Error(`The metric ${String(taskDetails.primaryMetric)} was not checked.`);
  return found;
}

function outcomeOf(
  search: Search,
  children: Trial[],
  failure: StoredJob['error']
): { outcome: Outcome; error?: StoredJob['error'] } {
  const test = children.find(isTest);
  const trials = children.filter(child => child !== test);
  if (search.status === 'CancelRequested') return { outcome: 'Canceled' };
  if (failure) return { outcome: 'Failed', error: failure };
  if (test?.status === 'Failed') {
    const reason = test.error?.message;
    return { outcome: 'Failed', error: failureOf('AutoMLTestFailed', { job: test.name, reason }) };
  }
  if (trials.some(({ status }) => status === 'Completed')) return { outcome: 'Completed' };
  const failed = trials.find(({ status }) => status === 'Failed');
  const limit = search.properties.taskDetails.limitSettings?.timeout ?? '';
  if (!failed) return { outcome: 'Failed', error: failureOf('AutoMLTimeout', { limit }) };
  const error = failureOf('AutoMLAllTrialsFailed', {
    trials: trials.length,
    trial: failed.name,
    reason: failed.error?.message
  });
  return { outcome: 'Failed', error };
}
