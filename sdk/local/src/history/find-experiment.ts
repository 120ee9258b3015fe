import type { Experiment } from '../mlflow/experiments/experiments.js';
import { fail } from './errors.js';
import type { ExperimentKind } from './run-facts.js';
import type { TrackedRuns } from './tracked-runs.js';

/** Returns the experiment of a path, by its name or id. Throws RunExperimentUnknown. */
export function findExperiment(
  { runs: { experiments } }: TrackedRuns,
  kind: ExperimentKind,
  experiment: string
): Experiment {
  const found =
    kind === 'experiments' ? experiments.findByName(experiment) : experiments.find(experiment);
  if (!found) throw fail('RunExperimentUnknown', { experiment });
  return found;
}
