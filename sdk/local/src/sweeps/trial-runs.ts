import { isTerminal, type SweepJob } from 'carry-ml/arm';
import type { RunStore } from '../mlflow/runs/runs.js';
import type { StoredJob } from '../store/jobs.js';
import type { Observation } from './tpe.js';
import { hyperparameters, type TrialJob } from './trial.js';

type Trial = StoredJob<TrialJob>;
type Objective = SweepJob['objective'];

/** The MLflow runs of a sweep's trials: what they logged of the primary metric, and their hyperparameters as parameters. */
export class TrialRuns {
  constructor(private readonly runs: RunStore) {}

  /** The trial with the best value that any of these logged at any time, and the value. */
  best(trials: Trial[], objective: Objective): { trial: string; value: number } | undefined {
    const bests = this.bestOf(trials, objective);
    const sign = objective.goal === 'Maximize' ? -1 : 1;
    const [first] = [...bests].sort((a, b) => sign * (a[1] - b[1]));
    return first && { trial: first[0], value: first[1] };
  }

  /** The trials that have ended, for a sampler that learns: the less the loss, the better. */
  observed(trials: Trial[], objective: Objective): Observation[] {
    const ended = trials.filter(({ status }) => isTerminal(status));
    const bests = this.bestOf(ended, objective);
    const sign = objective.goal === 'Maximize' ? -1 : 1;
    return ended.map(({ name, properties }) => ({
      values: properties.parameters,
      loss: sign * (bests.get(name) ?? NaN)
    }));
  }

  /** How many values of a metric each trial has logged. */
  counts(trials: Trial[], metric: string): Map<string, number> {
    return this.runs.metrics.counts(
      trials.map(({ name }) => name),
      metric
    );
  }

  /** The values of a metric in the order in which they were made. */
  values({ name }: Trial, metric: string): number[] {
    return this.runs.metrics.history(name, metric).map(({ value }) => value);
  }

  /**
   * Gives ended trials their hyperparameters as parameters of their runs, but for those that the trial's own program logged: it may
   * write the same number in another way, and MLflow refuses a parameter with two values.
   */
  complete(trials: Trial[]): void {
    const ended = trials.filter(({ status }) => isTerminal(status));
    const logged = this.runs.params.ofAll(ended.map(({ name }) => name));
    for (const { name, properties } of ended) {
      const missing = Object.entries(hyperparameters(properties.parameters)).filter(
        ([key]) => !Object.hasOwn(logged.get(name) ?? {}, key)
      );
      if (missing.length > 0) this.runs.params.set(name, Object.fromEntries(missing));
    }
  }

  private bestOf(trials: Trial[], { primaryMetric, goal }: Objective): Map<string, number> {
    return this.runs.metrics.best(
      trials.map(({ name }) => name),
      primaryMetric,
      goal === 'Maximize' ? 'max' : 'min'
    );
  }
}
