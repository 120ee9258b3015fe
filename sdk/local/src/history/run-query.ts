import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import { question } from '../identity/route-access.js';
import type { Experiment } from '../mlflow/experiments/experiments.js';
import { Nullable, optionalText } from '../schemas/field-types.js';
import { findExperiment } from './find-experiment.js';
import { experimentKinds } from './run-facts.js';
import { matchesRun, parseRunFilter, type RunComparison } from './run-filter.js';
import type { TrackedRun, TrackedRuns } from './tracked-runs.js';

const Query = Type.Object({
  filter: optionalText,
  continuationToken: optionalText,
  top: Type.Optional(Nullable(Type.Integer()))
});

interface Route {
  Params: { experiment: string };
  Body: Static<typeof Query>;
}

/** Number of runs that are read for a page, of which those that match are returned. */
const PAGE_SIZE = 500;

/** `POST …/runs:query`: the runs of an experiment that match a filter, newest first, or all below one run. */
export function runQueryRoutes(app: FastifyInstance, tracked: TrackedRuns): void {
  for (const path of experimentKinds)
    app.post<Route>(
      `/${path}/:experiment/runs::query`,
      { config: question, schema: { body: Query } },
      ({ params, body }) => {
        const comparisons = parseRunFilter(body.filter ?? undefined);
        const experiment = findExperiment(tracked, path, params.experiment);
        const offset = Number(body.continuationToken ?? 0) || 0;
        const { runs, next } = candidates(tracked, experiment, comparisons, offset);
        return {
          value: runs
            .filter(run => matchesRun(run, comparisons, tracked))
            .map(run => tracked.record(run)),
          continuationToken: next === undefined ? null : String(next)
        };
      }
    );
}

/** The runs among which to look: those below the root that the filter names, or else a page of the experiment. */
function candidates(
  tracked: TrackedRuns,
  { id }: Experiment,
  comparisons: readonly RunComparison[],
  offset: number
): { runs: TrackedRun[]; next?: number } {
  const root = comparisons.find(({ field, isEqual }) => field === 'RootRunId' && isEqual)?.value;
  if (root !== undefined) {
    const top = tracked.find(root);
    return { runs: top ? [top, ...descendants(tracked, top)] : [] };
  }
  const page = tracked.runs.ofExperiment(id, { offset, limit: PAGE_SIZE });
  return {
    runs: page.map(run => ({ name: run.runId, run, job: tracked.jobs.get(run.runId) })),
    next: page.length === PAGE_SIZE ? offset + PAGE_SIZE : undefined
  };
}

/** Lists all runs below one; a circle of parents is left where it closes. */
function descendants(tracked: TrackedRuns, top: TrackedRun): TrackedRun[] {
  const found = new Map<string, TrackedRun>();
  const pending = [top];
  for (let run = pending.pop(); run; run = pending.pop())
    for (const child of tracked.childrenOf(run)) {
      if (child.name === top.name || found.has(child.name)) continue;
      found.set(child.name, child);
      pending.push(child);
    }
  return [...found.values()];
}
