import type { CommandJob } from 'carry-ml/arm';
import type { RunStore } from '../mlflow/runs/runs.js';
import type { StoredJob } from '../store/job-store.js';
import { isBetter, type PrimaryMetric } from './metrics.js';

type Trial = StoredJob<CommandJob>;

/** The trial with the best score, and that score. */
export interface Best {
  trial: string;
  score: number;
}

/** The scores of trials, from the metrics of their runs; and what the run of an AutoML job has of its best trial. */
export class TrialScores {
  constructor(private readonly runs: RunStore) {}

  /** The value of the primary metric of each trial that completed. */
  scores(trials: Trial[], { logged }: PrimaryMetric): Map<string, number> {
    const completed = trials.filter(({ status }) => status === 'Completed');
    return this.runs.metrics.best(
      completed.map(({ name }) => name),
      logged,
      'max'
    );
  }

  /** The best of these scores; the earliest trial of several with the same. */
  best(scores: ReadonlyMap<string, number>, metric: PrimaryMetric): Best | undefined {
    let best: Best | undefined;
    for (const [trial, score] of scores)
      if (isBetter(metric, score, best?.score)) best = { trial, score };
    return best;
  }

  /** Sets tags of the run of a job. */
  tag(job: string, tags: Record<string, string>): void {
    this.runs.setTags(job, tags);
  }

  /** Logs the metrics of a trial's run to the run of its job, as Azure does with those of the best trial. */
  copyMetrics(from: string, to: string, at: number): void {
    const metrics = this.runs.metrics.latest([from]).get(from) ?? [];
    if (metrics.length > 0)
      this.runs.logMetrics(
        to,
        metrics.map(metric => ({ ...metric, timestamp: at, step: 0 }))
      );
  }
}
