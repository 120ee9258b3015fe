import type { Workspace } from 'carry-ml';
import { progressOf } from 'carry-ml/notebooks';
import type { ApiError, EventMessage, JobSummary } from './api.js';
import type { Connection } from './connection.js';
import { EarlierRuns } from './earlier-runs.js';
import { errorBody } from './error-body.js';
import { estimateEnd } from './estimate.js';
import type { ExperimentNames } from './experiment-names.js';
import { InteractiveRuns } from './interactive-runs.js';
import { newest } from './newest.js';
import { readJob, summarizeJob, type JobReading } from './job-summary.js';

/** How many runs are followed, newest first; a search (`run-search.ts`) finds the older ones. */
const FOLLOWED_RUNS = 100;

/** Receives the messages that are sent to every tab. */
export type FeedListener = (message: EventMessage) => void;

/**
 * Polls the newest runs for all tabs together, while there are any: one request for the list of jobs, two for each
 * unfinished job, and those of the runs that no job made. A finished job is read once.
 */
export class JobFeed {
  private readonly listeners = new Set<FeedListener>();
  private readonly finished = new Map<string, JobSummary>();
  private latest?: JobSummary[];
  private trouble: ApiError | null = null;
  private wake: (() => void) | undefined;
  private running = false;
  private readonly interactive: InteractiveRuns;
  private readonly earlier = new EarlierRuns();

  constructor(
    private readonly connection: Connection,
    experiments: ExperimentNames,
    private readonly intervalMs = 1000
  ) {
    this.interactive = new InteractiveRuns(experiments, FOLLOWED_RUNS);
  }

  /** Returns a job that will not change any more, if the feed has read it. */
  finishedJob(name: string): JobSummary | undefined {
    return this.finished.get(name);
  }

  /** Sends a tab the current state and then every change; returns the function that unsubscribes it. */
  subscribe(listener: FeedListener): () => void {
    this.listeners.add(listener);
    if (this.latest) listener({ type: 'jobs', jobs: this.latest });
    if (this.trouble) listener({ type: 'trouble', about: 'jobs', error: this.trouble });
    if (this.running) this.wake?.();
    else void this.loop();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.wake?.();
    };
  }

  /** Polls at once, after a job has been submitted or cancelled. */
  poke(): void {
    this.wake?.();
  }

  private async loop(): Promise<void> {
    this.running = true;
    while (this.listeners.size > 0) {
      await this.poll();
      if (this.listeners.size > 0) await this.pause();
    }
    this.running = false;
  }

  private pause(): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, this.intervalMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async poll(): Promise<void> {
    try {
      const jobs = await this.read();
      if (JSON.stringify(jobs) !== JSON.stringify(this.latest)) {
        this.latest = jobs;
        this.send({ type: 'jobs', jobs });
      }
      this.report(null);
    } catch (e) {
      this.report(errorBody(e).error);
    }
  }

  private read(): Promise<JobSummary[]> {
    return this.connection.use(async ws => {
      const [jobs, interactive] = await Promise.all([
        this.readJobs(ws),
        this.interactive.update(ws)
      ]);
      return newest([...jobs, ...interactive], FOLLOWED_RUNS);
    });
  }

  private async readJobs(ws: Workspace): Promise<JobSummary[]> {
    const jobs = await ws.jobs.list({ limit: FOLLOWED_RUNS }).all();
    return Promise.all(
      jobs.map(async job => {
        const known = this.finished.get(job.name);
        if (known) return known;
        const reading = await readJob(job);
        const summary = summarizeJob(reading);
        if (!summary.finished) return this.withEstimate(ws, summary, reading);
        this.finished.set(job.name, summary);
        this.earlier.forget(job.spec.notebook);
        return summary;
      })
    );
  }

  private async withEstimate(
    ws: Workspace,
    summary: JobSummary,
    { job, run }: JobReading
  ): Promise<JobSummary> {
    const { notebook } = job.spec;
    const { cell = 0, of = 0, since } = progressOf(run.tags) ?? {};
    if (!summary.progress || notebook === undefined || since === undefined) return summary;
    // The job is as well known without an estimate; a workspace that is away fails the list too.
    const earlier = await this.earlier.cellSeconds(ws, notebook).catch(() => []);
    const estimate = estimateEnd({ cell, of, since }, earlier);
    return estimate ? { ...summary, progress: { ...summary.progress, estimate } } : summary;
  }

  private report(trouble: ApiError | null): void {
    if (JSON.stringify(trouble) === JSON.stringify(this.trouble)) return;
    this.trouble = trouble;
    this.send({ type: 'trouble', about: 'jobs', error: trouble });
  }

  private send(message: EventMessage): void {
    for (const listener of this.listeners) listener(message);
  }
}
