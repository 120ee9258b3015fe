import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import type { Experiment } from '../mlflow/experiments/experiments.js';
import { parentRunTag } from '../mlflow/runs/runs.js';
import { checkRunId } from '../mlflow/wire/names.js';
import type { WorkspaceContext } from '../protocol/context.js';
import { Nullable, optionalText } from '../schemas/field-types.js';
import { fail } from './errors.js';
import { findExperiment } from './find-experiment.js';
import { refusedIn, type Refused } from './refused.js';
import { experimentKinds } from './run-facts.js';
import type { TrackedRun, TrackedRuns } from './tracked-runs.js';

const NullableTexts = Nullable(Type.Record(Type.String(), Nullable(Type.String())));
const RunBody = Type.Object({
  runId: optionalText,
  parentRunId: optionalText,
  status: optionalText,
  displayName: optionalText,
  name: optionalText,
  description: optionalText,
  hidden: Type.Optional(Nullable(Type.Boolean())),
  tags: Type.Optional(NullableTexts),
  properties: Type.Optional(NullableTexts),
  inputDatasets: Type.Optional(Nullable(Type.Array(Type.Unknown()))),
  outputDatasets: Type.Optional(Nullable(Type.Array(Type.Unknown())))
});
type RunBody = Static<typeof RunBody>;
const RunBatch = Type.Object({ runs: Type.Array(RunBody, { maxItems: 1000 }) });
const TagKeys = Type.Array(Type.String());

interface Route {
  Params: { experiment: string; run: string };
}

/** `PATCH` of runs, with which a program creates runs and changes those that there are, and the deletion of tags. */
export function runChangeRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  tracked: TrackedRuns
): void {
  for (const path of experimentKinds) {
    const put = (experiment: string, run: string, body: RunBody) =>
      tracked.record(
        putRun(tracked, context, () => findExperiment(tracked, path, experiment), run, body)
      );
    app.patch<Route & { Body: RunBody }>(
      `/${path}/:experiment/runs/:run`,
      { schema: { body: RunBody } },
      ({ params, body }) => put(params.experiment, params.run, body)
    );
    app.patch<Route & { Body: Static<typeof RunBatch> }>(
      `/${path}/:experiment/batch/runs`,
      { schema: { body: RunBatch } },
      ({ params, body }) =>
        batchOf(
          body.runs,
          ({ runId }) => runId ?? '',
          each => put(params.experiment, each.runId ?? '', each)
        )
    );
    app.delete<Route & { Body: string[] }>(
      `/${path}/:experiment/runs/:run/tags`,
      { schema: { body: TagKeys } },
      ({ params, body }: FastifyRequest<Route & { Body: string[] }>) =>
        tracked.record(tracked.deleteTags(tracked.get(params.run), body))
    );
  }
}

function putRun(
  tracked: TrackedRuns,
  { now, user }: WorkspaceContext,
  experiment: () => Experiment,
  name: string,
  body: RunBody
): TrackedRun {
  if (body.inputDatasets?.length || body.outputDatasets?.length)
    throw fail('RunDatasetsNotKept', { run: name });
  const before = tracked.find(name);
  if (before) return tracked.change(before, body);
  checkRunId(name);
  const run = tracked.runs.create({
    runId: name,
    experimentName: experiment().name,
    runName: body.displayName ?? body.name ?? undefined,
    userId: user,
    startTime: now(),
    tags: body.parentRunId ? { [parentRunTag]: tracked.get(body.parentRunId).name } : {}
  });
  if (body.status === 'NotStarted') tracked.runs.update(name, { status: 'SCHEDULED' });
  return tracked.change({ name, run }, { ...body, displayName: undefined });
}

/** Puts each item, and returns the results and the errors by name. */
function batchOf<T, R>(items: readonly T[], nameOf: (item: T) => string, put: (item: T) => R) {
  const runs: Record<string, R> = {};
  const errors: Record<string, Refused> = {};
  for (const item of items) {
    const refused = refusedIn(() => {
      runs[nameOf(item)] = put(item);
    });
    if (refused) errors[nameOf(item)] = refused;
  }
  return { runs, errors };
}
