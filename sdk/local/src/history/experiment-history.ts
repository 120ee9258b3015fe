import type { FastifyInstance } from 'fastify';
import type { Experiment } from '../mlflow/experiments/experiments.js';
import { findExperiment } from './find-experiment.js';
import { experimentKinds, isoTime } from './run-facts.js';
import type { TrackedRuns } from './tracked-runs.js';

interface Route {
  Params: { experiment: string };
}

/** Experiments as run history presents them; they are those of MLflow. */
export function experimentHistory(app: FastifyInstance, tracked: TrackedRuns): void {
  for (const path of experimentKinds)
    app.get<Route>(`/${path}/:experiment`, ({ params }) =>
      record(findExperiment(tracked, path, params.experiment))
    );
  app.post<Route>('/experiments/:experiment', ({ params }) => {
    const { experiments } = tracked.runs;
    return record(experiments.get(experiments.ensure(params.experiment)));
  });
}

function record({ id, name, createdAt, updatedAt, stage, tags }: Experiment) {
  return {
    experimentId: id,
    name,
    description: tags['mlflow.note.content'] ?? null,
    createdUtc: isoTime(createdAt),
    archivedTime: stage === 'deleted' ? isoTime(updatedAt) : null,
    tags
  };
}
