import { isTerminal, type SweepJob } from 'carry-ml/arm';
import type { RunStore } from '../mlflow/runs/runs.js';
import type { StoredJob } from '../store/job-store.js';
import type { Observation } from './tpe.js';
import { hyperparameters, type TrialJob } from './trial.js';

type Trial = StoredJob<TrialJob>;
type Objective = SweepJob['objective'];

/** The MLflow runs of a sweep's trials: their values of the primary metric, and their hyperparameters as parameters. */
export class TrialRuns {
  constructor(private readonly runs: RunStore) {}

  /** The trial that logged the best value of all, and that value. */
  best(trials: Trial[], objective: Objective): { trial: string; value: number } | undefined {
    const bests = this.bestOf(trials, objective);
    const sign = objective.goal === 'Maximize' ? -1 : 1;
    const [first] = [...bests].sort((a, b) => sign * (a[1] - b[1]));
    return first && { trial: first[0], value: first[1] };
  }

  /** The ended trials with their losses, for a sampler that learns from them; a smaller loss is better. */
  observed(trials: Trial[], objective: Objective): Observation[] {
    const ended = trials.filter(({ status }) => isTerminal(status));
    const bests = this.bestOf(ended, objective);
    const sign = objective.goal === 'Maximize' ? -1 : 1;
    return ended.map(({ name, properties }) => ({
      values: properties.parameters,
      loss: sign * (bests.get(name) ?? NaN)
    }));
  }

  /** Number of values of a metric that each trial has logged. */
  counts(trials: Trial[], metric: string): Map<string, number> {
    return this.runs.metrics.counts(
      trials.map(({ name }) => name),
      metric
    );
  }

  /** The values of a metric in the order in which they were logged. */
  values({ name }: Trial, metric: string): number[] {
    return this.runs.metrics.history(name, metric).map(({ value }) => value);
  }

  /**
   * Adds the hyperparameters of ended trials as parameters of their runs, except those that the trial's own program logged: it may
   * format the same number differently, and MLflow rejects a parameter with two values.
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
